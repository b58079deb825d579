/// One request as it goes over the wire; a chain of redirects is several.
struct Hop: Sendable, Equatable {
    var method: HTTPMethod
    var target: HTTPTarget
    var headers: HTTPHeaders
    var body: [UInt8]

    /// Header fields that follow from other parts of the request, or that steer the connection.
    private static let owned = [
        "Accept-Encoding", "Connection", "Content-Length", "Expect", "Host", "Keep-Alive", "TE", "Transfer-Encoding",
        "Upgrade",
    ]

    /// The first request of a chain.
    ///
    /// - Throws: `.invalidURL`, `.refusedScheme` or `.invalidRequest`, before anything is sent.
    init(_ request: HTTPRequest, policy: TargetPolicy) throws(HTTPError) {
        let target = try HTTPTarget(url: request.url)
        try policy.check(target)
        for field in request.headers {
            guard field.isSendable else {
                throw Self.invalid("The header '\(field.name)' holds characters that a header must not hold.")
            }
            guard !Self.owned.contains(where: { HTTPHeaders.matches($0, field.name) }) else {
                throw Self.invalid("The header '\(field.name)' is set by the client itself: leave it out.")
            }
        }
        guard request.body.isEmpty || (request.method != .get && request.method != .head) else {
            throw Self.invalid("A \(request.method.rawValue) request has no body: use another method.")
        }
        guard request.bodyLimit >= 0 else {
            throw Self.invalid("The body limit is \(request.bodyLimit): give the number of bytes to accept.")
        }
        self.method = request.method
        self.target = target
        self.headers = request.headers
        self.body = request.body
    }

    private static func invalid(_ message: String) -> HTTPError {
        HTTPError(.invalidRequest, message, requestMayHaveBeenProcessed: false)
    }
}
