extension VariableType<WebAddress> {
    /// The address of a web site.
    public static var site: Self { web { $0 } }

    /// The address under which an API's paths begin; a `/` at its end does not count.
    public static var base: Self { web(normalize: \.withoutTrailingSlash) }

    private static func web(normalize: @escaping @Sendable (WebAddress) -> WebAddress) -> Self {
        VariableType(
            name: "url", limits: "https, or http to this machine and to SWITCHBOARD_PLAIN_HTTP_HOSTS",
            read: { text, context throws(InvalidValue) in
                let address = try WebAddress(DotEnvScanner.trimmed(text))
                guard address.scheme == "https" || address.isLoopback || context.plainHTTPHosts.contains(address.host)
                else {
                    throw InvalidValue(
                        "uses http to \(InvalidValue.quoting(address.host)), where others on the way could read along; "
                            + "use https, or add the host to SWITCHBOARD_PLAIN_HTTP_HOSTS")
                }
                return normalize(address)
            }, write: { $0.description })
    }
}

extension VariableType<ConnectionAddress> {
    /// The address of a broker or a database under one of the schemes.
    public static func connection(schemes: [String]) -> Self {
        VariableType(
            name: "url", limits: schemes.map { "\($0)://" }.joined(separator: " or "),
            read: { text, _ throws(InvalidValue) in
                try ConnectionAddress(DotEnvScanner.trimmed(text), schemes: schemes)
            }, write: { $0.reveal() }, show: { $0.description })
    }
}
