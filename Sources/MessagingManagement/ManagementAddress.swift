import struct FoundationEssentials.Data

/// Where a management API is, and who asks. Nothing that describes it shows the password.
public struct ManagementAddress: Sendable, CustomStringConvertible, CustomReflectable {
    /// Scheme, host and port, without a / at the end.
    let base: String
    /// The value of the header that logs in; nil when the address names no user.
    let authorization: String?

    /// Reads `http://user:password@host:15672`; user and password are percent-encoded.
    ///
    /// - Returns: nil when it is not such an address.
    public init?(_ url: String) {
        guard let mark = url.firstRange(of: "://") else { return nil }
        let rest = url[mark.upperBound...]
        let end = rest.firstIndex(of: "/") ?? rest.endIndex
        let at = rest[..<end].lastIndex(of: "@")
        let host = rest[(at.map { rest.index(after: $0) } ?? rest.startIndex)...]
        guard !host.isEmpty, !host.hasPrefix("/") else { return nil }
        let slashes = host.reversed().prefix { $0 == "/" }.count
        base = "\(url[..<mark.upperBound])\(host.dropLast(slashes))"
        guard let at else {
            authorization = nil
            return
        }
        let login = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let user = Self.decoded(login[0]), let password = login.count == 2 ? Self.decoded(login[1]) : "" else {
            return nil
        }
        authorization = "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()
    }

    public var description: String { base }
    public var customMirror: Mirror { Mirror(self, children: ["base": base]) }

    /// Everything but letters, digits and -._~ as %XX, so that a virtual host / is one part of a path.
    static func encoded(_ part: String) -> String {
        part.utf8.reduce(into: "") { text, byte in
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95, 126: text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
    }

    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var input = text.utf8.makeIterator()
        while let byte = input.next() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = input.next(), let low = input.next(),
                let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(value)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
