extension ServiceName {
    /// The service in the name of a variable: `AI_WORKER`.
    var variableWord: String { String(rawValue.uppercased().map { $0 == "-" ? "_" : $0 }) }
}
