import CurlHTTP
import FoundationEssentials

extension AIServiceError {
    /// What an answer that is not a success means.
    ///
    /// - Parameters:
    ///   - origin: names the service in messages, such as `https://api.openai.com`.
    ///   - now: for a `Retry-After` that is a date.
    ///   - names: the variables that the endpoint is set with.
    init(
        _ response: HTTPResponse, origin: String, model: String, names: EndpointNames = EndpointNames(),
        now: Date = Date()
    ) {
        let fault = AIFaultBody(response.body)
        let (code, message) = Self.explain(response.status, fault, origin: origin, model: model, names: names)
        self.init(
            code, message + fault.suffix, status: response.status,
            requestedDelay: AIRetry.requestedDelay(response.headers, now: now),
            peerWantsRetry: code == .quotaUsedUp ? nil : AIRetry.peerWantsRetry(response.headers))
    }

    /// What a request without an answer means; nil when it was given up on our side.
    init?(_ error: HTTPError, names: EndpointNames = EndpointNames()) {
        switch error.code {
        case .cancelled, .closed:
            return nil
        case .connectTimeout, .firstByteTimeout, .idleTimeout, .totalTimeout:
            self.init(
                .timeout,
                "The AI service did not answer in time. If the model is slow to load, raise "
                    + "SWITCHBOARD_AI_TIMEOUT_SECONDS. (\(error.message))")
        case .invalidRequest, .invalidURL, .refusedScheme, .redirectRefused:
            self.init(.wrongAddress, "\(names.url) cannot be used: \(error.message)")
        case .reset, .protocol, .bodyTooLarge:
            self.init(.unreadableAnswer, "The AI service's answer was cut off or too long. (\(error.message))")
        case .resolve, .connect, .tls, .overloaded:
            self.init(
                .unreachable,
                "The AI service cannot be reached: check \(names.url) and that the service runs. (\(error.message))")
        }
    }

    /// What an error in the middle of a stream means, whose status was a success. Some servers put the status that it
    /// would have had into its code.
    init(inStream fault: AIFaultBody, origin: String, model: String, names: EndpointNames) {
        let status = fault.code.flatMap { Int($0) }.flatMap { (400...599).contains($0) ? $0 : nil }
        let isRate = [fault.code, fault.type].contains { $0?.hasPrefix("rate_limit") == true }
        let isRequest = fault.type == "invalid_request_error" || fault.isAboutContext || fault.isAboutFilter
        let (code, message) = Self.explain(
            status ?? (isRate || fault.isAboutQuota ? 429 : isRequest ? 400 : 500), fault, origin: origin,
            model: model, names: names)
        self.init(code, message + fault.suffix, status: 200)
    }

    private static func explain(
        _ status: Int, _ fault: AIFaultBody, origin: String, model: String, names: EndpointNames
    ) -> (Code, String) {
        switch status {
        case 401:
            return (.wrongKey, "\(origin) refuses the key: check \(names.key).")
        case 402,
            429 where fault.isAboutQuota:
            return (.quotaUsedUp, "The account at \(origin) has no credit left: check its plan and billing.")
        case 403:
            return (.forbidden, "\(origin) does not let this key use \(model): check the key's permissions.")
        case 404 where fault.isAboutModel, 400 where fault.isAboutModel:
            return (.wrongModel, "\(origin) does not have the model \(model): check \(names.model).")
        case 300...399, 404, 405:
            return (
                .wrongAddress,
                "\(origin) has no chat completions here: \(names.url) must end where /chat/completions begins, "
                    + "usually in /v1."
            )
        case 413:
            return (.contextTooLong, tooLong(model))
        case 400, 422:
            return explainInvalid(fault, origin: origin, model: model)
        case 429:
            return (.rateLimited, "\(origin) asks for fewer requests.")
        case 408, 409, 500...:
            return (.busy, "\(origin) cannot answer now (status \(status)).")
        default:
            return (.refused, "\(origin) refuses the request (status \(status)).")
        }
    }

    private static func explainInvalid(_ fault: AIFaultBody, origin: String, model: String) -> (Code, String) {
        if fault.isAboutContext { return (.contextTooLong, tooLong(model)) }
        if fault.isAboutFilter { return (.contentRefused, "\(origin) filters this conversation and gives no draft.") }
        switch fault.parameter {
        case "max_tokens", "max_completion_tokens":
            let other = fault.parameter == "max_tokens" ? "max_completion_tokens" : "max_tokens"
            return (
                .wrongSetting,
                "\(model) does not take this limit: set SWITCHBOARD_AI_MAX_TOKENS_FIELD=\(other), or change "
                    + "SWITCHBOARD_AI_MAX_TOKENS."
            )
        case "temperature":
            return (
                .wrongSetting, "\(model) does not take this temperature: change or remove SWITCHBOARD_AI_TEMPERATURE."
            )
        default:
            return (.refused, "\(origin) calls the request invalid.")
        }
    }

    private static func tooLong(_ model: String) -> String {
        "The conversation is too long for \(model): lower SWITCHBOARD_AI_HISTORY_MESSAGES."
    }
}
