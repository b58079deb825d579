/// A refusal in the form of Google's APIs: `{error: {code, message, status, details?}}`
/// (google.aip.dev/193).
struct GoogleError: Error, Sendable, Hashable {
    var code: Int
    var status: String
    var message: String
    var details: [JSONValue] = []

    var json: JSONValue {
        var error: JSONValue = ["code": JSONValue(code), "message": .string(message), "status": .string(status)]
        if !details.isEmpty { error["details"] = .array(details) }
        return ["error": error]
    }

    /// The same fault inside a part of a batch: Google names the part before the words.
    func inside(_ place: String) -> GoogleError {
        guard status == "INVALID_ARGUMENT" else { return self }
        var error = self
        error.message = "Invalid \(place): \(message)"
        return error
    }
}

extension GoogleError {
    static func invalid(_ message: String) -> GoogleError {
        GoogleError(code: 400, status: "INVALID_ARGUMENT", message: message)
    }

    /// A body or a parameter that is not of the shape that the discovery document gives.
    static func malformed(_ message: String, field: String? = nil) -> GoogleError {
        var violation: JSONValue = ["description": .string(message)]
        if let field { violation["field"] = .string(field) }
        return GoogleError(
            code: 400, status: "INVALID_ARGUMENT", message: message,
            details: [["@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]]])
    }

    static func unknownName(_ name: String, at place: String? = nil) -> GoogleError {
        let suffix = place.map { " at '\($0)'" } ?? ""
        return malformed(
            "Invalid JSON payload received. Unknown name \"\(name)\"\(suffix): Cannot find field.", field: place)
    }

    static let notFound = GoogleError(code: 404, status: "NOT_FOUND", message: "Requested entity was not found.")
    static let denied = GoogleError(
        code: 403, status: "PERMISSION_DENIED", message: "The caller does not have permission")
    static let internalError = GoogleError(code: 500, status: "INTERNAL", message: "Internal error encountered.")
    static let unavailable = GoogleError(
        code: 503, status: "UNAVAILABLE", message: "The service is currently unavailable.")

    static let badToken = GoogleError(
        code: 401, status: "UNAUTHENTICATED",
        message: "Request had invalid authentication credentials. " + expected,
        details: [errorInfo("ACCESS_TOKEN_EXPIRED")])
    static let noToken = GoogleError(
        code: 401, status: "UNAUTHENTICATED",
        message: "Request is missing required authentication credential. " + expected,
        details: [errorInfo("CREDENTIALS_MISSING")])
    static let scopeMissing = GoogleError(
        code: 403, status: "PERMISSION_DENIED", message: "Request had insufficient authentication scopes.",
        details: [errorInfo("ACCESS_TOKEN_SCOPE_INSUFFICIENT")])

    private static let expected =
        "Expected OAuth 2 access token, login cookie or other valid authentication credential. "
        + "See https://developers.google.com/identity/sign-in/web/devconsole-project."

    static func errorInfo(_ reason: String, _ metadata: [String: JSONValue] = [:]) -> JSONValue {
        var metadata = metadata
        metadata["service"] = "sheets.googleapis.com"
        return [
            "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": .string(reason),
            "domain": "googleapis.com", "metadata": .object(metadata),
        ]
    }
}
