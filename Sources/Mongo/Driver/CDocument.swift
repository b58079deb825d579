import CMongoC

/// Room for one `bson_t` for the length of a call, on the stack where possible.
private func withRoomForBSON<R>(_ body: (OpaquePointer) throws(MongoError) -> R) throws(MongoError) -> R {
    let result: Result<R, MongoError> = withUnsafeTemporaryAllocation(
        byteCount: cmongoc_bson_size(), alignment: cmongoc_bson_alignment()
    ) { room in
        guard let address = room.baseAddress else {
            return .failure(MongoError(.command, "There is no memory for a document."))
        }
        return Result { () throws(MongoError) in try body(OpaquePointer(address)) }
    }
    return try result.get()
}

/// Lends a document to C for the length of a call, without copying its bytes.
func withCDocument<R>(
    borrowing bytes: [UInt8], _ body: (OpaquePointer) throws(MongoError) -> R
) throws(MongoError) -> R {
    try withRoomForBSON { bson throws(MongoError) in
        let result: Result<R, MongoError> = bytes.withUnsafeBufferPointer { buffer in
            guard bson_init_static(bson, buffer.baseAddress, buffer.count) else {
                return .failure(MongoError(.encoding, "The bytes are not a BSON document."))
            }
            return Result { () throws(MongoError) in try body(bson) }
        }
        return try result.get()
    }
}

func withCDocument<R>(
    borrowing document: BSONDocument, _ body: (OpaquePointer) throws(MongoError) -> R
) throws(MongoError) -> R {
    try withCDocument(borrowing: try document.encoded(), body)
}

/// Lends several documents to C as the array of pointers that it wants.
func withCDocuments<R>(
    borrowing documents: [[UInt8]], _ body: (UnsafeMutablePointer<OpaquePointer?>) throws(MongoError) -> R
) throws(MongoError) -> R {
    var all: [UInt8] = []
    all.reserveCapacity(documents.reduce(0) { $0 + $1.count })
    for document in documents { all.append(contentsOf: document) }
    let stride = cmongoc_bson_size()
    let room = UnsafeMutableRawPointer.allocate(
        byteCount: max(1, documents.count) * stride, alignment: cmongoc_bson_alignment())
    defer { room.deallocate() }
    let result: Result<R, MongoError> = all.withUnsafeBufferPointer { buffer in
        var pointers: [OpaquePointer?] = []
        var offset = 0
        for (index, document) in documents.enumerated() {
            let bson = OpaquePointer(room + index * stride)
            guard bson_init_static(bson, buffer.baseAddress.map { $0 + offset }, document.count) else {
                return .failure(MongoError(.encoding, "The bytes are not a BSON document."))
            }
            pointers.append(bson)
            offset += document.count
        }
        return pointers.withUnsafeMutableBufferPointer { pointers in
            guard let first = pointers.baseAddress else { return .failure(MongoError(.encoding, "No documents.")) }
            return Result { () throws(MongoError) in try body(first) }
        }
    }
    return try result.get()
}

/// Copies a document out of memory that belongs to C.
func documentBytes(copying bson: OpaquePointer) -> [UInt8] {
    [UInt8](UnsafeBufferPointer(start: bson_get_data(bson), count: Int(cmongoc_bson_length(bson))))
}

/// Runs a call that fills a reply and, when it returns false, an error.
///
/// - Returns: the bytes of the reply.
func callingC(
    _ body: (_ reply: OpaquePointer, _ error: UnsafeMutablePointer<bson_error_t>) throws(MongoError) -> Bool
) throws(MongoError) -> [UInt8] {
    try withRoomForBSON { reply throws(MongoError) in
        var error = bson_error_t()
        // The library sets a reply up itself, whatever was in it; this is for the calls that fail before they get
        // there.
        bson_init(reply)
        defer { bson_destroy(reply) }
        guard try body(reply, &error) else { throw MongoError(error, reply: documentBytes(copying: reply)) }
        return documentBytes(copying: reply)
    }
}

extension MongoError {
    init(_ error: bson_error_t, reply: [UInt8] = []) {
        var error = error
        let labels = (try? BSONDocument(bytes: reply))?["errorLabels"]?.arrayValue ?? []
        let failure = DriverFailure(
            domain: DriverFailure.Domain(rawValue: error.domain) ?? .other, code: Int(error.code),
            message: String(cString: cmongoc_error_message(&error)), labels: Set(labels.compactMap(\.stringValue)))
        self = failure.error
    }
}
