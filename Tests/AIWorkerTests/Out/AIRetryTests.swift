import CurlHTTP
import Foundation
import Testing

@testable import AIWorker

@Suite struct `Retries within a call` {
    private func wait(_ error: AIServiceError, retry: Int) -> Duration? {
        var source = SystemRandomNumberGenerator()
        return AIRetry.wait(after: error, retry: retry, using: &source)
    }

    @Test func `waits double from half a second, up to a quarter shorter`() throws {
        for _ in 0..<200 {
            let first = try #require(wait(AIServiceError(.busy, ""), retry: 0))
            let second = try #require(wait(AIServiceError(.busy, ""), retry: 1))
            #expect((Duration.milliseconds(375)...(.milliseconds(500))).contains(first))
            #expect((Duration.milliseconds(750)...(.milliseconds(1000))).contains(second))
        }
        #expect(wait(AIServiceError(.busy, ""), retry: 2) == nil)
    }

    @Test func `what is not transient is not repeated`() {
        for code in AIServiceError.Code.allCases {
            let error = AIServiceError(code, "")
            #expect((wait(error, retry: 0) == nil) == !error.isTransient)
        }
    }

    private static let delays: [(HTTPHeaders, Duration?)] = [
        (["retry-after-ms": "250"], .milliseconds(250)), (["retry-after-ms": "x", "Retry-After": "3"], .seconds(3)),
        (["Retry-After": "Wed, 21 Oct 2015 07:28:10 GMT"], .seconds(10)), (["retry-after-ms": "-1"], nil), ([:], nil),
    ]

    @Test(arguments: delays)
    func `the requested delay is read from milliseconds, seconds or a date`(headers: HTTPHeaders, expected: Duration?) {
        let now = Date(timeIntervalSince1970: 1_445_412_480)
        #expect(AIRetry.requestedDelay(headers, now: now) == expected)
    }

    @Test func `more than two minutes are not waited for`() {
        #expect(wait(AIServiceError(.rateLimited, "", requestedDelay: .seconds(120)), retry: 0) == .seconds(120))
        #expect(wait(AIServiceError(.rateLimited, "", requestedDelay: .seconds(121)), retry: 0) == nil)
    }
}
