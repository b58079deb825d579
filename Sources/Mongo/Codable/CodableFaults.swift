/// What a `DecodingError` or `EncodingError` says, without the values that it may quote.
///
/// Codable's own messages contain values ("Cannot initialize Mode from invalid String value …"), so only the path, the
/// type and our own ``BSONFault`` are passed on.
extension BSONFault {
    init(_ error: DecodingError) {
        switch error {
        case .typeMismatch(let type, let context):
            self.init(context, otherwise: "expected \(type), found another type")
        case .valueNotFound(let type, let context):
            self.init(context, otherwise: "expected \(type), found null")
        case .keyNotFound(let key, let context):
            self.init("missing", kind: .mismatch, path: (context.codingPath + [key]).dotted)
        case .dataCorrupted(let context):
            self.init(context, otherwise: "a value that its type does not accept")
        @unknown default:
            self.init("cannot be decoded")
        }
    }

    private init(_ context: DecodingError.Context, otherwise reason: String) {
        let fault = context.underlyingError as? BSONFault ?? BSONFault(reason, kind: .mismatch)
        let path = context.codingPath.dotted
        let whole = [path, fault.path].filter { !$0.isEmpty }.joined(separator: ".")
        self.init(fault.reason, kind: fault.kind, path: whole)
    }

    init(_ error: EncodingError) {
        switch error {
        case .invalidValue(_, let context):
            let fault = context.underlyingError as? BSONFault ?? BSONFault("a value that cannot be encoded")
            let whole = [context.codingPath.dotted, fault.path].filter { !$0.isEmpty }.joined(separator: ".")
            self.init(fault.reason, kind: fault.kind, path: whole)
        @unknown default:
            self.init("cannot be encoded")
        }
    }
}

extension DecodingError {
    /// Our fault as Codable knows errors, so that a type's own `init(from:)` can handle it as it does any other
    /// decoder's.
    init(_ fault: BSONFault, at path: [any CodingKey], for type: any Any.Type) {
        let context = Context(codingPath: path, debugDescription: fault.description, underlyingError: fault)
        self = fault.kind == .mismatch ? .typeMismatch(type, context) : .dataCorrupted(context)
    }
}

extension EncodingError {
    init(_ fault: BSONFault, at path: [any CodingKey]) {
        let context = Context(codingPath: path, debugDescription: fault.description, underlyingError: fault)
        self = .invalidValue((), context)
    }
}
