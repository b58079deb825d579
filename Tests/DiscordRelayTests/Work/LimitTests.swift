import CurlHTTP
import Testing

import struct FoundationEssentials.Date

@testable import DiscordRelay

/// What keeps the bot within Discord's limits.
@Suite struct LimitTests {
    private let start = ContinuousClock.now
    private let route = DiscordRoute(template: "POST /channels/{id}/messages", major: "1")

    private func headers(_ remaining: Int, _ reset: Double) -> RateLimitHeaders {
        RateLimitHeaders(bucket: "b", limit: 5, remaining: remaining, resetAfter: .seconds(reset))
    }

    @Test
    func `The first two posts of a window have their turn at once, the others are spread over what is left of it`() {
        var buckets = RateLimitBuckets()
        #expect(buckets.turn(route, at: start) == nil)
        _ = buckets.admit(route, at: start)
        buckets.learn(route, headers(4, 5), at: start)
        #expect(buckets.turn(route, at: start) == nil)
        _ = buckets.admit(route, at: start)
        buckets.learn(route, headers(3, 5), at: start)
        #expect(buckets.turn(route, at: start) == .milliseconds(1250))
        #expect(buckets.turn(route, at: start + .milliseconds(1250)) == nil)
        // Whoever cannot be joined does not wait for a turn.
        #expect(buckets.admit(route, at: start) == nil)
        // A new window.
        #expect(buckets.turn(route, at: start + .seconds(6)) == nil)
    }

    @Test func `A new channel of a known bucket may take its whole window at once, and no more`() {
        var buckets = RateLimitBuckets()
        _ = buckets.admit(route, at: start)
        buckets.learn(route, headers(4, 5), at: start)
        let other = DiscordRoute(template: route.template, major: "2")
        for _ in 0..<5 { #expect(buckets.admit(other, at: start) == nil) }
        #expect(buckets.admit(other, at: start) != nil)
    }

    @Test func `Routes that share a bucket share its count`() {
        var buckets = RateLimitBuckets()
        let edit = DiscordRoute(template: "PATCH /channels/{id}/messages/{id}", major: "1")
        for route in [route, edit] { _ = buckets.admit(route, at: start) }
        buckets.learn(route, headers(2, 5), at: start)
        buckets.learn(edit, headers(1, 5), at: start)
        #expect(buckets.admit(route, at: start) == nil)
        #expect(buckets.admit(edit, at: start) == .seconds(5))
    }

    @Test func `The page of the network before Discord stops every route, interactions too`() {
        var buckets = RateLimitBuckets()
        let page = HTTPResponse.test(429, ["Retry-After": "30"], "<html>error code: 1015</html>")
        let limits = DiscordAnswer.limits(page)
        #expect(limits.isForEverybody && !limits.isGlobal && limits.retryAfter == .seconds(30))
        buckets.learn(route, limits, at: start)
        let press = DiscordRoute(template: "POST /i", major: "", isExemptFromGlobal: true)
        #expect(buckets.admit(press, at: start) == .seconds(30))
        #expect(buckets.admit(DiscordRoute(template: "GET /x", major: ""), at: start) == .seconds(30))
        // Its 403 is not about permissions.
        let error = DiscordAnswer.error(HTTPResponse.test(403, [:], "<html>error code: 1020</html>"), doing: "post")
        #expect(error?.code == .unavailable && error?.mayHaveHappened == false)
    }

    @Test(arguments: [
        ("user", false, false), ("global", true, false), ("shared", false, true),
    ])
    func `A 429 of each scope is understood`(scope: String, isGlobal: Bool, isShared: Bool) {
        let response = HTTPResponse.test(
            429, ["X-RateLimit-Scope": scope, "X-RateLimit-Bucket": "b", "Retry-After": "2"],
            #"{"message": "You are being rate limited.", "retry_after": 1.5, "global": \#(isGlobal)}"#)
        let limits = DiscordAnswer.limits(response)
        #expect(limits.isGlobal == isGlobal && !limits.isForEverybody && limits.retryAfter == .milliseconds(1500))
        #expect(DiscordAnswer.isShared(response) == isShared)
    }

    @Test func `When everything fails, a tenth more is asked and not three times more`() {
        var budget = RetryBudget()
        var retries = 0
        for _ in 0..<100 where budget.spend() { retries += 1 }
        #expect(retries == 20)
        for _ in 0..<10 { budget.succeeded() }
        let more = [budget.spend(), budget.spend()]
        #expect(more == [true, false])
    }

    private let plenty = GatewayBot.StartLimit(total: 1000, remaining: 1000, reset_after: 86_400_000)

    @Test func `A program that crashes all day begins fewer than 400 sessions`() {
        var (now, times, count) = (Date(timeIntervalSince1970: 1_000_000), [Date](), 0)
        let end = now.addingTimeInterval(86_400)
        while now < end {
            // What is stored is all that a restart knows.
            var budget = IdentifyBudget(times, at: now)
            let wait = budget.wait(at: now, limit: plenty)
            guard wait <= 0 else {
                now.addTimeInterval(wait)
                continue
            }
            budget.record(at: now)
            times = budget.times
            count += 1
            now.addTimeInterval(1)
        }
        #expect(count < 400 && count > 100, "\(count)")
    }

    @Test func `The last fifty sessions of a day are left alone, by Discord's count and by ours`() {
        let now = Date(timeIntervalSince1970: 1_000_000)
        #expect(IdentifyBudget([], at: now).wait(at: now, limit: plenty) == 0)
        let few = GatewayBot.StartLimit(total: 1000, remaining: 49, reset_after: 60_000)
        #expect(IdentifyBudget([], at: now).wait(at: now, limit: few) == 60)
        let spent = (0..<950).map { now.addingTimeInterval(-86_000 + Double($0)) }
        #expect(IdentifyBudget(spent, at: now).wait(at: now, limit: plenty) == 400)
        #expect(IdentifyBudget(spent, at: now.addingTimeInterval(401)).times.count < 950)
    }
}

extension HTTPResponse {
    fileprivate static func test(_ status: Int, _ fields: [String: String], _ body: String) -> HTTPResponse {
        var headers = HTTPHeaders()
        for (name, value) in fields { headers[name] = value }
        return HTTPResponse(status: status, headers: headers, body: Array(body.utf8))
    }
}
