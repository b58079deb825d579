import CurlHTTP
import Foundation
import Testing

@testable import AIWorker

@Suite struct `Errors of the AI service` {
    private func error(_ status: Int, _ body: String = "", _ headers: HTTPHeaders = [:]) -> AIServiceError {
        AIServiceError(
            HTTPResponse(status: status, headers: headers, body: Array(body.utf8)), origin: "https://ai.example",
            model: "m-1")
    }

    @Test(arguments: [
        (
            401,
            #"{"error":{"message":"Incorrect key: sk-***","type":"invalid","param":null,"code":"invalid_api_key"}}"#,
            AIServiceError.Code.wrongKey, "AI_API_KEY"
        ),
        (403, #"{"error":{"message":"no","code":"unsupported_country"}}"#, .forbidden, "permissions"),
        (
            404, #"{"error":{"message":"The model `m-1` does not exist","code":"model_not_found"}}"#, .wrongModel,
            "SWITCHBOARD_AI_MODEL"
        ),
        (
            404, #"{"error":{"message":"model \"m-1\" not found, try pulling it first","type":"api_error"}}"#,
            .wrongModel, "SWITCHBOARD_AI_MODEL"
        ),
        (404, #"{"error":"model 'm-1' not found"}"#, .wrongModel, "SWITCHBOARD_AI_MODEL"),
        (404, #"{"error":{"message":"Invalid URL (POST /chat/completions)"}}"#, .wrongAddress, "AI_API_URL"),
        (404, "<html>not here</html>", .wrongAddress, "AI_API_URL"),
        (301, "", .wrongAddress, "AI_API_URL"),
        (405, "", .wrongAddress, "AI_API_URL"),
        (
            429,
            #"{"error":{"message":"x","type":"insufficient_quota","code":"insufficient_quota"}}"#,
            .quotaUsedUp, "billing"
        ),
        (402, #"{"error":{"message":"Insufficient Balance"}}"#, .quotaUsedUp, "billing"),
        (
            429, #"{"error":{"message":"Rate limit","type":"requests","code":"rate_limit_exceeded"}}"#, .rateLimited,
            "fewer"
        ),
        (500, "", .busy, "500"),
        (503, #"{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}"#, .busy, "503"),
        (408, "", .busy, "408"),
        (413, "", .contextTooLong, "SWITCHBOARD_AI_HISTORY_MESSAGES"),
        (
            400, #"{"error":{"message":"This model's maximum context length is 8192 tokens","code":400}}"#,
            .contextTooLong, "SWITCHBOARD_AI_HISTORY_MESSAGES"
        ),
        (
            400, #"{"error":{"message":"x","code":"context_length_exceeded"}}"#, .contextTooLong,
            "SWITCHBOARD_AI_HISTORY_MESSAGES"
        ),
        (400, #"{"error":{"message":"filtered","code":"content_filter"}}"#, .contentRefused, "filter"),
        (
            400, #"{"error":{"message":"Unsupported parameter","param":"max_tokens","code":"unsupported_parameter"}}"#,
            .wrongSetting, "=max_completion_tokens"
        ),
        (
            400, #"{"error":{"message":"Unsupported value","param":"temperature"}}"#, .wrongSetting,
            "SWITCHBOARD_AI_TEMPERATURE"
        ),
        (400, #"{"error":{"message":"Invalid model name passed in model=m-1"}}"#, .wrongModel, "SWITCHBOARD_AI_MODEL"),
        (422, #"{"detail":[{"loc":["body"]}]}"#, .refused, "invalid"),
        (418, "", .refused, "418"),
    ])
    func `each refusal says what to do`(status: Int, body: String, code: AIServiceError.Code, words: String) {
        let error = error(status, body)
        #expect(error.code == code)
        #expect(error.message.contains(words), "\(error.message)")
        #expect(error.status == status)
    }

    @Test func `a key, an address, a model and a limit that is reached read differently`() {
        let messages = [
            error(401).message, error(404).message, error(404, #"{"error":{"code":"model_not_found"}}"#).message,
            error(429).message,
        ]
        #expect(Set(messages).count == messages.count)
    }

    @Test func `the service's own words are not shown, an identifier is`() {
        let error = error(400, #"{"error":{"message":"your prompt 'secret text' is bad","code":"bad_thing"}}"#)
        #expect(!error.message.contains("secret text"))
        #expect(error.message.hasSuffix("(bad_thing)"))
        let odd = self.error(400, #"{"error":{"message":"x","code":"not an identifier: secret"}}"#)
        #expect(!odd.message.contains("secret"))
    }

    @Test func `a setting is mended by a person: the event waits, and the request is not repeated at once`() {
        for error in [error(401), error(403), error(404), error(402)] {
            #expect(error.isSettingFault)
            #expect(!error.isTransient)
            #expect(error.isRetriable)
            #expect(error.retryAfter == .seconds(300))
        }
    }

    @Test func `what the conversation itself causes is final`() {
        for error in [error(413), error(400, #"{"error":{"code":"content_filter"}}"#), error(422)] {
            #expect(!error.isRetriable)
        }
    }

    @Test func `a used-up quota stays one although the status says to come back`() {
        let error = error(429, #"{"error":{"code":"insufficient_quota"}}"#, ["x-should-retry": "true"])
        #expect(!error.isTransient)
    }

    @Test(arguments: HTTPError.Code.allCases)
    func `a request without an answer is classified, unless it was given up here`(code: HTTPError.Code) {
        let error = AIServiceError(HTTPError(code, "https://ai.example: words", requestMayHaveBeenProcessed: true))
        switch code {
        case .cancelled, .closed: #expect(error == nil)
        case .invalidRequest, .invalidURL, .refusedScheme, .redirectRefused: #expect(error?.isSettingFault == true)
        default: #expect(error?.isTransient == true)
        }
    }
}
