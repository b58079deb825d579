/// The bytes of one value and, in the rare case that a type asks for a nested container, the values that are still
/// being written elsewhere and belong in between.
///
/// A nested container may be filled while its parent is written on, so it cannot share the parent's bytes. Everything
/// else is written straight to its place.
final class EncodingBuffer {
    var writer = BSONWriter()
    /// In the order of their places.
    private(set) var deferred: [Deferred] = []

    struct Deferred {
        /// Where in the bytes the element's type is set once it is known.
        let typeOffset: Int
        /// Where in the bytes the value belongs.
        let offset: Int
        let encoder: ValueEncoder
    }

    /// Notes that the value of the element whose key was just written will come from another encoder.
    func deferValue(of typeOffset: Int, to encoder: ValueEncoder) {
        deferred.append(Deferred(typeOffset: typeOffset, offset: writer.bytes.count, encoder: encoder))
    }

    /// Puts the values deferred since `first` in their places; the bytes behind them move up.
    func settle(from first: Int) throws {
        guard first < deferred.count else { return }
        let pending = deferred[first...]
        deferred.removeSubrange(first...)
        guard let start = pending.first?.offset else { return }
        let tail = Array(writer.bytes[start...])
        writer.bytes.removeSubrange(start...)
        var taken = start
        for value in pending {
            writer.bytes.append(contentsOf: tail[(taken - start)..<(value.offset - start)])
            taken = value.offset
            let (type, bytes) = try value.encoder.finishedRoot()
            writer.bytes.append(contentsOf: bytes)
            // Types lie before the first deferred value or between two of them, so what was inserted before has moved
            // them.
            let moved = writer.bytes.count - bytes.count - value.offset
            writer.bytes[value.typeOffset + moved] = type.rawValue
        }
        writer.bytes.append(contentsOf: tail[(taken - start)...])
    }
}
