import CurlHTTP
import Foundation
import Testing

@Suite struct RetryAfterTests {
    /// Sun, 06 Nov 1994 08:49:37 GMT
    private let now = Date(timeIntervalSince1970: 784_111_777)

    @Test(arguments: [
        ("0", 0.0), ("5", 5), ("120", 120), ("1.336", 1.336), ("0.25", 0.25), (" 7", 7), ("7 ", 7), ("86400", 86_400),
    ])
    func secondsWholeOrNot(value: String, seconds: Double) {
        #expect(RetryAfter.delay(value, now: now) == .seconds(seconds))
    }

    @Test(arguments: [
        "Sun, 06 Nov 1994 08:50:07 GMT", "Sunday, 06-Nov-94 08:50:07 GMT", "Sun Nov  6 08:50:07 1994",
    ])
    func aDateInAnyOfItsForms(value: String) {
        #expect(RetryAfter.delay(value, now: now) == .seconds(30))
    }

    @Test func aDateInThePastIsNow() {
        #expect(RetryAfter.delay("Sun, 06 Nov 1994 08:00:00 GMT", now: now) == .zero)
    }

    @Test(arguments: ["31536000", "99999999999999999999999999", "Fri, 06 Nov 2093 08:49:37 GMT"])
    func hugeValuesAreBounded(value: String) {
        #expect(RetryAfter.delay(value, now: now) == RetryAfter.maximum)
    }

    @Test(arguments: ["", " ", "soon", "-5", "+5", "inf", "nan", "0x10", "1e3", "1.2.3", "5s", "12:30", "Monday", "٣"])
    func nonsenseSaysNothing(value: String) {
        #expect(RetryAfter.delay(value, now: now) == nil)
    }

    @Test func aDateIsReadByTheAnswersOwnClock() {
        let headers: HTTPHeaders = [
            "Date": "Sun, 06 Nov 1994 08:49:37 GMT", "retry-after": "Sun, 06 Nov 1994 08:49:47 GMT",
        ]
        #expect(headers.retryAfter(now: now + 3600) == .seconds(10))
        #expect(HTTPHeaders().retryAfter(now: now) == nil)
    }
}
