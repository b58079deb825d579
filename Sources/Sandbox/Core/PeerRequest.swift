import Foundation

/// One HTTP request as a peer sees it. The body was read whole (at most ``Router/bodyLimit``).
struct PeerRequest: Sendable {
    /// Upper case.
    var method: String
    /// As sent, percent-encoded, with the peer's prefix: `/discord/api/v10/users/@me`.
    var path: String
    var query: FormFields
    var headers: HeaderFields
    var body: Data
    /// One of the peer's own fault kinds that this request shall meet; transport faults never arrive here.
    var fault: FaultKind?

    init(
        method: String, path: String, query: FormFields = FormFields(), headers: HeaderFields = [:],
        body: Data = Data(), fault: FaultKind? = nil
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.fault = fault
    }
}

extension PeerRequest {
    /// Decoded path segments, empty ones left out: `["discord", "api", "v10", "users", "@me"]`.
    /// Made for `switch` over patterns; a segment that holds `%2F` stays one segment.
    var segments: [String] {
        path.split(separator: "/").map { String($0).removingPercentEncoding ?? String($0) }
    }

    /// The body as JSON; throws what JSONDecoder throws.
    func json() throws -> JSONValue {
        try JSONValue(parsing: body)
    }

    /// The body as form fields.
    var form: FormFields {
        FormFields(parsing: String(decoding: body, as: UTF8.self))
    }

    /// What follows `scheme` in Authorization, nil when the scheme is another: `authorization(scheme: "Bot")`.
    func authorization(scheme: String) -> String? {
        guard let value = headers["Authorization"] else { return nil }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == scheme.lowercased() else { return nil }
        return parts[1].trimmingCharacters(in: .whitespaces)
    }

    /// Cookies by name; the first of two equal names wins, as in browsers.
    var cookies: [String: String] {
        let pairs = (headers["Cookie"] ?? "").split(separator: ";").compactMap { pair -> (String, String)? in
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            return (parts[0].trimmingCharacters(in: .whitespaces), parts[1].trimmingCharacters(in: .whitespaces))
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }
}
