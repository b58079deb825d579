extension BSONDocument {
    /// Reads a document from its bytes and checks all of it: lengths, types, text, depth and size.
    ///
    /// - Throws: ``MongoError`` with code `decoding` (or `tooLarge`) whose message names the place and the fault, never
    ///   a value.
    public init(bytes: [UInt8]) throws(MongoError) {
        do {
            try self.init(BSONSlice(document: bytes), depth: 1)
        } catch {
            throw MongoError(decoding: error)
        }
    }

    /// The document's bytes.
    ///
    /// - Throws: ``MongoError`` with code `encoding` (a key with a zero character, a date that does not fit) or
    ///   `tooLarge` (``BSONLimits``).
    public func encoded() throws(MongoError) -> [UInt8] {
        do {
            var writer = BSONWriter()
            try writer.append(self)
            return writer.bytes
        } catch {
            throw MongoError(encoding: error)
        }
    }

    init(_ slice: BSONSlice, depth: Int) throws(BSONFault) {
        guard depth <= BSONLimits.depth else { throw .tooDeep }
        var result: [Element] = []
        let elements = try slice.elements()
        result.reserveCapacity(elements.count)
        for element in elements {
            let key = try slice.text(element.key)
            do {
                result.append(Element(key: key, value: try BSONValue(BSONSlice(slice.bytes, element), depth: depth)))
            } catch {
                throw error.under(key)
            }
        }
        self.init(elements: result)
    }
}

extension BSONValue {
    /// `depth` is that of the document or array which holds the value.
    init(_ slice: BSONSlice, depth: Int) throws(BSONFault) {
        switch slice.type {
        case .double: self = .double(slice.double())
        case .string: self = .string(try slice.string())
        case .document: self = .document(try BSONDocument(slice, depth: depth + 1))
        case .array: self = .array(try BSONValue.array(slice, depth: depth + 1))
        case .binary: self = .binary(try slice.binary())
        case .objectID: self = .objectID(try slice.objectID())
        case .bool: self = .bool(try slice.bool())
        case .date: self = .date(slice.date())
        case .null: self = .null
        case .regex: self = .regex(try slice.regex())
        case .int32: self = .int32(slice.int32())
        case .timestamp: self = .timestamp(slice.timestamp())
        case .int64: self = .int64(slice.int64())
        case .decimal128: self = .decimal128(slice.decimal128())
        case .minKey: self = .minKey
        case .maxKey: self = .maxKey
        }
    }

    /// An array's keys are its positions; they are not compared, since the order of the bytes is what every reader goes
    /// by.
    private static func array(_ slice: BSONSlice, depth: Int) throws(BSONFault) -> [BSONValue] {
        guard depth <= BSONLimits.depth else { throw .tooDeep }
        var result: [BSONValue] = []
        for element in try slice.elements() {
            do {
                result.append(try BSONValue(BSONSlice(slice.bytes, element), depth: depth))
            } catch {
                throw error.under("\(result.count)")
            }
        }
        return result
    }
}
