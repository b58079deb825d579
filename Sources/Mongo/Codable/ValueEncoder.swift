/// An encoder that stands at one value and writes it at the end of a buffer.
final class ValueEncoder: Encoder {
    private enum State {
        case untouched
        /// A document or array, begun at this offset of the buffer.
        case container(BSONType, start: Int, firstDeferred: Int)
        /// A value that is complete.
        case scalar
    }

    let buffer: EncodingBuffer
    let path: CodingPathNode?
    private let info: [CodingUserInfoKey: any Sendable]
    /// How many documents and arrays are around this value.
    let depth: Int
    private(set) var type = BSONType.null
    private var state = State.untouched
    /// The elements that an array has so far.
    private(set) var count = 0

    init(userInfo: [CodingUserInfoKey: any Sendable]) {
        self.buffer = EncodingBuffer()
        self.path = nil
        self.info = userInfo
        self.depth = 0
    }

    private init(_ buffer: EncodingBuffer, _ step: CodingPathNode.Step, in parent: ValueEncoder) {
        self.buffer = buffer
        self.path = CodingPathNode(step, under: parent.path)
        self.info = parent.info
        self.depth = parent.depth + 1
    }

    var codingPath: [any CodingKey] { path?.keys ?? [] }
    var userInfo: [CodingUserInfoKey: Any] { info }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        begin(.document)
        return KeyedEncodingContainer(KeyedWriter(encoder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        begin(.array)
        return UnkeyedWriter(encoder: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        SingleWriter(encoder: self)
    }

    /// Writes the value that this encoder stands for.
    func encode<T: Encodable>(_ value: T) throws {
        if let native = nativeBSON(value) {
            try write(native)
        } else {
            try value.encode(to: self)
        }
    }

    /// Writes a value that BSON has a type for. `codingPath` is asked for only when it cannot be written.
    func write(_ value: BSONValue) throws {
        guard case .untouched = state else { throw fault("two values are written where one belongs") }
        state = .scalar
        type = value.type
        do throws(BSONFault) {
            try buffer.writer.append(value, depth: depth)
        } catch {
            throw EncodingError(error, at: codingPath)
        }
    }

    /// Writes one element of this document or array, whose type BSON has.
    func write(_ value: BSONValue, _ step: CodingPathNode.Step) throws {
        do throws(BSONFault) {
            _ = try beginElement(value.type, step)
            try buffer.writer.append(value, depth: depth + 1)
        } catch {
            throw EncodingError(error, at: CodingPathNode(step, under: path).keys)
        }
    }

    /// Writes one element of this document or array.
    func encode<T: Encodable>(_ value: T, _ step: CodingPathNode.Step) throws {
        if let native = nativeBSON(value) { return try write(native, step) }
        let typeOffset = try beginElement(step)
        let child = ValueEncoder(buffer, step, in: self)
        try value.encode(to: child)
        try child.finish()
        buffer.writer.bytes[typeOffset] = child.type.rawValue
    }

    /// Begins an element of this document or array whose value may be written while the ones after it are.
    func deferred(_ step: CodingPathNode.Step) -> ValueEncoder {
        let child = ValueEncoder(EncodingBuffer(), step, in: self)
        do {
            buffer.deferValue(of: try beginElement(step), to: child)
        } catch {
            child.failure = error
        }
        return child
    }

    /// A fault met where Codable has no way to throw it: it is thrown when the value is finished.
    private var failure: (any Error)?

    /// The whole value of an encoder with a buffer of its own.
    func finishedRoot() throws -> (type: BSONType, bytes: [UInt8]) {
        try finish()
        return (type, buffer.writer.bytes)
    }

    /// Closes the document or array. Nothing is written to this encoder afterwards.
    private func finish() throws {
        if let failure { throw failure }
        // A type that writes nothing is stored as an empty document, as other encoders do.
        if case .untouched = state { begin(.document) }
        guard case .container(_, let start, let firstDeferred) = state else { return }
        try buffer.settle(from: firstDeferred)
        do throws(BSONFault) {
            guard depth < BSONLimits.depth else { throw .tooDeep }
            try buffer.writer.endDocument(start)
        } catch {
            throw EncodingError(error, at: codingPath)
        }
    }

    private func begin(_ type: BSONType) {
        switch state {
        case .untouched:
            state = .container(type, start: buffer.writer.beginDocument(), firstDeferred: buffer.deferred.count)
            self.type = type
        case .container(type, _, _):
            // A class and its superclass may write into the same document.
            break
        case .container, .scalar:
            failure = failure ?? fault("two values are written where one belongs")
        }
    }

    private func beginElement(_ type: BSONType = .null, _ step: CodingPathNode.Step) throws(BSONFault) -> Int {
        // Checked on the way down too, so that a type which contains itself ends with an error.
        guard depth < BSONLimits.depth else { throw .tooDeep }
        let typeOffset = buffer.writer.bytes.count
        buffer.writer.bytes.append(type.rawValue)
        switch step {
        case .key(let key): try buffer.writer.appendCString(key.stringValue)
        case .index(let index): buffer.writer.appendIndexKey(index)
        }
        count += 1
        return typeOffset
    }

    private func beginElement(_ step: CodingPathNode.Step) throws -> Int {
        do throws(BSONFault) {
            return try beginElement(.null, step)
        } catch {
            throw EncodingError(error, at: CodingPathNode(step, under: path).keys)
        }
    }

    private func fault(_ reason: String) -> EncodingError {
        EncodingError(BSONFault(reason), at: codingPath)
    }
}
