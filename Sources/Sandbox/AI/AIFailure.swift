/// An answer of refusal in the service's own shape: `{"error": {message, type, param, code}}`.
struct AIFailure: Error, Sendable, Hashable {
    var status: Int
    var message: String
    var type = "invalid_request_error"
    var param: String?
    var code: String?
    var headers: HeaderFields = [:]

    var json: JSONValue {
        [
            "error": [
                "message": .string(message), "type": .string(type), "param": JSONValue(param), "code": JSONValue(code),
            ]
        ]
    }
}

extension AIFailure {
    static func invalid(_ message: String, param: String? = nil, code: String? = nil) -> AIFailure {
        AIFailure(status: 400, message: message, param: param, code: code)
    }

    static func missing(_ param: String) -> AIFailure {
        invalid("Missing required parameter: '\(param)'.", param: param, code: "missing_required_parameter")
    }

    static func wrongType(_ param: String, expected: String, got: JSONValue) -> AIFailure {
        invalid(
            "Invalid type for '\(param)': expected \(expected), but got \(got.kindWords) instead.", param: param,
            code: "invalid_type")
    }

    static let missingKey = AIFailure(
        status: 401,
        message: "You didn't provide an API key. You need to provide your API key in an Authorization header using "
            + "Bearer auth (i.e. Authorization: Bearer YOUR_KEY).")

    /// The key is shown as the real service does: its first and last characters only.
    static func wrongKey(_ key: String) -> AIFailure {
        let shown = key.count > 8 ? "\(key.prefix(4))***\(key.suffix(4))" : "***"
        return AIFailure(status: 401, message: "Incorrect API key provided: \(shown).", code: "invalid_api_key")
    }

    static func unknownModel(_ model: String) -> AIFailure {
        AIFailure(
            status: 404, message: "The model `\(model)` does not exist or you do not have access to it.",
            code: "model_not_found")
    }

    static func unknownAddress(_ method: String, _ path: String) -> AIFailure {
        AIFailure(status: 404, message: "Invalid URL (\(method) \(path))")
    }

    static func wrongMethod(_ method: String, _ path: String) -> AIFailure {
        AIFailure(
            status: 405, message: "Not allowed to \(method) on \(path).", code: "method_not_supported")
    }

    /// `seconds` until the next request is welcome.
    static func rateLimited(_ what: String, model: String, seconds: Double) -> AIFailure {
        AIFailure(
            status: 429,
            message: "Rate limit reached for \(model) on \(what). Please try again in \(GoDuration.words(seconds)).",
            type: what.hasPrefix("requests") ? "requests" : "tokens", code: "rate_limit_exceeded",
            headers: [
                "retry-after": String(Int(seconds.rounded(.up))),
                "retry-after-ms": String(Int((seconds * 1000).rounded(.up))),
            ])
    }

    static let quotaExceeded = AIFailure(
        status: 429, message: "You exceeded your current quota, please check your plan and billing details.",
        type: "insufficient_quota", code: "insufficient_quota")

    static let serverError = AIFailure(
        status: 500, message: "The server had an error while processing your request. Sorry about that!",
        type: "server_error")

    static let overloaded = AIFailure(
        status: 503, message: "The engine is currently overloaded, please try again later.", type: "server_error",
        headers: ["retry-after": "1"])
}

extension JSONValue {
    /// The kind as the service's error messages name it.
    fileprivate var kindWords: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer: "an integer"
        case .number: "a decimal"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
