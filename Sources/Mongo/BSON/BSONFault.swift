/// What is wrong with some bytes or a value, in words that never contain the value itself.
///
/// It is this module's own, so whoever shows a `DecodingError` can tell our safe words from a stranger's, which often
/// quote the value that they refuse.
struct BSONFault: Error, Equatable, Sendable {
    enum Kind: Sendable {
        /// The bytes, or the value to be written, are not what BSON allows.
        case malformed
        /// A good value of another type than the one asked for.
        case mismatch
        /// Larger or deeper than ``BSONLimits`` allows.
        case limit
    }

    let kind: Kind
    /// Where in the document, as in `messages.3.author`; empty at the top.
    let path: String
    let reason: String

    init(_ reason: String, kind: Kind = .malformed, path: String = "") {
        self.kind = kind
        self.path = path
        self.reason = reason
    }

    /// The same fault, seen from the document around it.
    func under(_ key: String) -> BSONFault {
        BSONFault(reason, kind: kind, path: path.isEmpty ? key : "\(key).\(path)")
    }

    var description: String {
        path.isEmpty ? reason : "\(path): \(reason)"
    }

    static let tooDeep = BSONFault("nested deeper than \(BSONLimits.depth) levels", kind: .limit)

    static func tooLarge(_ size: Int) -> BSONFault {
        BSONFault("\(size) bytes, more than the \(BSONLimits.documentSize) that a document may have", kind: .limit)
    }

    static func mismatch(_ expected: String, _ found: BSONType) -> BSONFault {
        BSONFault("expected \(expected), found \(found.name)", kind: .mismatch)
    }
}
