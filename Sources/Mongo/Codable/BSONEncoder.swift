/// Makes BSON documents of `Encodable` values.
///
/// - `Int`, `Int64` and the wider unsigned types are stored as int64, the narrower integers as int32, `Float` and
///   `Double` as double. An unsigned number above `Int64.max` is an error.
/// - `Date` is stored as a UTC datetime (whole milliseconds, the nearest), `[UInt8]` and `Data` as a binary,
///   ``BSONObjectID`` as an identifier, `UUID` and `URL` as strings, ``BSONDocument`` and ``BSONValue`` as they are.
/// - A `nil` property is left out; a `nil` in an array is stored as null, so that positions stay.
///
/// Bytes are written once, in order, into one buffer.
public struct BSONEncoder: Sendable {
    /// Handed to the types' `encode(to:)`.
    public var userInfo: [CodingUserInfoKey: any Sendable] = [:]

    public init() {}

    /// The bytes of a value that encodes itself as a document.
    ///
    /// - Throws: ``MongoError`` with code `encoding`, which says where and what; `tooLarge` beyond ``BSONLimits``.
    public func encode(_ value: some Encodable) throws(MongoError) -> [UInt8] {
        do {
            let encoder = ValueEncoder(userInfo: userInfo)
            try encoder.encode(value)
            let (type, bytes) = try encoder.finishedRoot()
            guard type == .document else {
                throw BSONFault("expected a type that is stored as a document, found \(type.name)")
            }
            return bytes
        } catch let error as EncodingError {
            throw MongoError(encoding: BSONFault(error))
        } catch let error as BSONFault {
            throw MongoError(encoding: error)
        } catch let error as MongoError {
            throw error
        } catch {
            throw MongoError(encoding: BSONFault("\(type(of: error)) thrown by \(type(of: value))"))
        }
    }

    /// The value as a document that can be looked into.
    public func encodeDocument(_ value: some Encodable) throws(MongoError) -> BSONDocument {
        if let document = value as? BSONDocument { return document }
        return try BSONDocument(bytes: encode(value))
    }
}
