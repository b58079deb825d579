import FoundationEssentials

/// Reads one value as a Swift type, or says what is there instead.
extension BSONSlice {
    func asString() throws(BSONFault) -> String {
        guard type == .string else { throw .mismatch("string", type) }
        return try string()
    }

    func asBool() throws(BSONFault) -> Bool {
        guard type == .bool else { throw .mismatch("bool", type) }
        return try bool()
    }

    /// Any number, since the server and other drivers store 3 as any of the three.
    func asDouble() throws(BSONFault) -> Double {
        switch type {
        case .double: return double()
        case .int32: return Double(int32())
        case .int64: return Double(int64())
        default: throw .mismatch("double", type)
        }
    }

    /// Any number without a fraction that the type can hold.
    func asInteger<I: FixedWidthInteger>(_: I.Type) throws(BSONFault) -> I {
        let value: I?
        switch type {
        case .int32: value = I(exactly: int32())
        case .int64: value = I(exactly: int64())
        case .double: value = I(exactly: double())
        default: throw .mismatch(I.bitWidth > 32 ? "int64" : "int32", type)
        }
        guard let value else {
            throw BSONFault("expected an integer that \(I.self) can hold, found another number", kind: .mismatch)
        }
        return value
    }

    func asDate() throws(BSONFault) -> Date {
        guard type == .date else { throw .mismatch("date", type) }
        return date()
    }

    func asBytes() throws(BSONFault) -> [UInt8] {
        guard type == .binary else { throw .mismatch("binary", type) }
        return try binary().bytes
    }

    func asURL() throws(BSONFault) -> URL {
        guard let url = URL(string: try asString()) else {
            throw BSONFault("expected a URL, found other text", kind: .mismatch)
        }
        return url
    }

    func asObjectID() throws(BSONFault) -> BSONObjectID {
        guard type == .objectID else { throw .mismatch("objectID", type) }
        return try objectID()
    }

    func asDocument(depth: Int) throws(BSONFault) -> BSONDocument {
        guard type == .document else { throw .mismatch("document", type) }
        return try BSONDocument(self, depth: depth)
    }

    /// The value as `T` if BSON has a type of its own for it; `nil` if `T` is to read itself.
    ///
    /// - Parameter depth: that of the document or array which holds the value.
    func native<T>(_: T.Type, depth: Int) throws(BSONFault) -> T? {
        if T.self == Date.self { return try asDate() as? T }
        if T.self == [UInt8].self { return try asBytes() as? T }
        if T.self == Data.self { return Data(try asBytes()) as? T }
        if T.self == URL.self { return try asURL() as? T }
        if T.self == BSONDocument.self { return try asDocument(depth: depth + 1) as? T }
        if T.self == BSONObjectID.self { return try asObjectID() as? T }
        if T.self == BSONValue.self { return try BSONValue(self, depth: depth) as? T }
        return nil
    }
}

/// The BSON value that stands for a Swift value, if BSON has a type of its own for it; `nil` if the value is to write
/// itself.
func nativeBSON<T>(_ value: T) -> BSONValue? {
    if T.self == Date.self { return (value as? Date).map { .date($0) } }
    if T.self == [UInt8].self { return (value as? [UInt8]).map { .bytes($0) } }
    if T.self == Data.self { return (value as? Data).map { .bytes([UInt8]($0)) } }
    if T.self == URL.self { return (value as? URL).map { .string($0.absoluteString) } }
    if T.self == BSONDocument.self { return (value as? BSONDocument).map { .document($0) } }
    if T.self == BSONObjectID.self { return (value as? BSONObjectID).map { .objectID($0) } }
    if T.self == BSONValue.self { return value as? BSONValue }
    return nil
}
