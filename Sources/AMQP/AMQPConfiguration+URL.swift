extension AMQPConfiguration {
    /// Reads an AMQP URL: `amqp://user:password@host:port/vhost?heartbeat=10`, or `amqps://…` for TLS.
    ///
    /// - User, password and virtual host are percent-decoded. Every part but the host may be left out.
    /// - An empty virtual host (`amqp://host/`) means `/`, as most clients take it.
    /// - Parameters that count: `heartbeat` (seconds), `connection_timeout` (milliseconds) and `cacertfile` (path).
    ///   Others are hints to other clients and change nothing; the certificate is verified whatever they say.
    ///
    /// - Throws: `invalidArgument`, with a text that does not repeat the URL.
    public init(url: String) throws(AMQPError) {
        self.init()
        guard let separator = url.firstRange(of: "://") else { throw Self.invalid("it has no scheme") }
        switch url[..<separator.lowerBound].lowercased() {
        case "amqp":
            break
        case "amqps":
            usesTLS = true
            port = 5671
        default:
            throw Self.invalid("its scheme is neither amqp nor amqps")
        }
        var rest = url[separator.upperBound...]
        if rest.contains("#") { throw Self.invalid("it has a fragment; write # as %23") }
        if let mark = rest.firstIndex(of: "?") {
            try readParameters(rest[rest.index(after: mark)...])
            rest = rest[..<mark]
        }
        if let slash = rest.firstIndex(of: "/") {
            let path = rest[rest.index(after: slash)...]
            if path.contains("/") { throw Self.invalid("its virtual host has a slash; write it as %2F") }
            if !path.isEmpty { virtualHost = try Self.percentDecoded(path, "virtual host") }
            rest = rest[..<slash]
        }
        // The last one, so that a password with an @ that somebody forgot to escape still works.
        if let at = rest.lastIndex(of: "@") {
            try readUser(rest[..<at])
            rest = rest[rest.index(after: at)...]
        }
        try readHost(rest)
        try validate()
    }

    private mutating func readUser(_ text: Substring) throws(AMQPError) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        user = try Self.percentDecoded(parts[0], "user")
        if parts.count == 2 { password = try Self.percentDecoded(parts[1], "password") }
    }

    private mutating func readHost(_ text: Substring) throws(AMQPError) {
        var portText: Substring?
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { throw Self.invalid("its IPv6 address has no ]") }
            host = String(text[text.index(after: text.startIndex)..<end])
            let tail = text[text.index(after: end)...]
            if tail.hasPrefix(":") {
                portText = tail.dropFirst()
            } else if !tail.isEmpty {
                throw Self.invalid("its host is followed by something that is no port")
            }
        } else if let colon = text.firstIndex(of: ":") {
            host = try Self.percentDecoded(text[..<colon], "host")
            portText = text[text.index(after: colon)...]
        } else if !text.isEmpty {
            host = try Self.percentDecoded(text, "host")
        }
        if let portText, !portText.isEmpty {
            guard let number = Int(portText), (1...65535).contains(number) else {
                throw Self.invalid("its port is not a number from 1 to 65535")
            }
            port = number
        }
    }

    private mutating func readParameters(_ text: Substring) throws(AMQPError) {
        for parameter in text.split(separator: "&") {
            let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count == 2 ? parts[1] : ""
            switch parts[0] {
            case "heartbeat":
                guard let seconds = Int(value), (1...3600).contains(seconds) else {
                    throw Self.invalid("its heartbeat is not a number of seconds from 1 to 3600")
                }
                heartbeat = .seconds(seconds)
            case "connection_timeout":
                guard let milliseconds = Int(value), (1...86_400_000).contains(milliseconds) else {
                    throw Self.invalid("its connection_timeout is not a number of milliseconds from 1 to 86400000")
                }
                connectTimeout = .milliseconds(milliseconds)
            case "cacertfile":
                caFile = try Self.percentDecoded(value, "cacertfile")
            default:
                break
            }
        }
    }

    private static func percentDecoded(_ text: Substring, _ part: String) throws(AMQPError) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var input = text.utf8.makeIterator()
        while let byte = input.next() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = input.next().flatMap(hexDigit), let low = input.next().flatMap(hexDigit) else {
                throw invalid("its \(part) has a % that is not followed by two hexadecimal digits; write % as %25")
            }
            bytes.append(high << 4 | low)
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else {
            throw invalid("its \(part) is not UTF-8 after percent-decoding")
        }
        return decoded
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.flatMap(UInt8.init(exactly:))
    }

    private static func invalid(_ fault: String) -> AMQPError {
        AMQPError(
            .invalidArgument,
            "The AMQP URL cannot be used: \(fault). It looks like amqp://user:password@host:5672/vhost?heartbeat=10.")
    }
}
