/// Makes `Decodable` values of BSON documents.
///
/// - Numbers: an integer takes any BSON number without a fraction that fits it; `Double` and `Float` take any number.
/// - `Date` takes a UTC datetime, `[UInt8]` and `Data` a binary, ``BSONObjectID`` an identifier, `UUID` and `URL` a
///   string, ``BSONDocument`` and ``BSONValue`` anything that they can hold.
/// - An optional is `nil` when the key is missing and when its value is null.
/// - Keys that the type does not ask for are passed over unread.
///
/// Each document's keys are found once, in one pass over its bytes; nothing is copied but the values that are asked
/// for.
public struct BSONDecoder: Sendable {
    /// Handed to the types' `init(from:)`.
    public var userInfo: [CodingUserInfoKey: any Sendable] = [:]

    public init() {}

    /// Decodes the document that the bytes are.
    ///
    /// - Throws: ``MongoError`` with code `decoding`, which says where and what, as in
    ///   `messages.3.author: expected string, found int32`; `tooLarge` beyond ``BSONLimits``.
    public func decode<T: Decodable>(_ type: T.Type = T.self, from bytes: [UInt8]) throws(MongoError) -> T {
        do {
            return try ValueDecoder(document: BSONSlice(document: bytes), userInfo: userInfo).decode(type)
        } catch let error as DecodingError {
            throw MongoError(decoding: BSONFault(error))
        } catch let error as MongoError {
            throw error
        } catch {
            // A type's own init(from:) may throw anything; its text may quote what it read.
            throw MongoError(decoding: BSONFault("\(Swift.type(of: error)) thrown by \(T.self)"))
        }
    }

    /// Decodes a document that is there as values.
    public func decode<T: Decodable>(_ type: T.Type = T.self, from document: BSONDocument) throws(MongoError) -> T {
        if let same = document as? T { return same }
        return try decode(type, from: document.encoded())
    }
}
