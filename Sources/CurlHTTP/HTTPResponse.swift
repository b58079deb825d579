/// A complete answer. Its body is whole: a connection cut in the middle is an error, never a short body.
public struct HTTPResponse: Sendable, Equatable {
    /// 200...999. Every status is an answer, not an error; informational ones (1xx) are passed over.
    public let status: Int
    public let headers: HTTPHeaders
    /// Decompressed.
    public let body: [UInt8]

    public init(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Whether the status is 200...299.
    public var isSuccess: Bool { (200...299).contains(status) }
}

extension HTTPResponse: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "HTTP \(status), \(body.count) bytes" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["response": description]) }
}
