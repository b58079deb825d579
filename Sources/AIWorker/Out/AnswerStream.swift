import CurlHTTP

/// An answer whose body is read as it comes.
struct AnswerStream: Sendable {
    let status: Int
    let headers: HTTPHeaders
    /// The next bytes; nil after the last.
    let next: @Sendable () async throws(HTTPError) -> [UInt8]?

    var isSuccess: Bool { (200...299).contains(status) }

    /// The rest of the body in one piece.
    func collect() async throws(HTTPError) -> [UInt8] {
        var bytes: [UInt8] = []
        while let chunk = try await next() { bytes += chunk }
        return bytes
    }
}

extension AnswerStream {
    init(_ body: HTTPBodyStream) {
        self.init(status: body.status, headers: body.headers) { () async throws(HTTPError) -> [UInt8]? in
            var iterator = body.makeAsyncIterator()
            return try await iterator.next()
        }
    }
}
