import Foundation
import Testing

@testable import Sandbox

@Suite struct RateLimitsTests {
    private let start = Date(timeIntervalSince1970: 1_800_000_000)

    @Test func `a bucket lets five through and says when there is room again`() {
        var limits = RateLimits()
        for left in (0..<5).reversed() {
            let verdict = limits.take(.postMessage, place: "1", isGlobalExempt: false, at: start)
            #expect(verdict.refusal == nil)
            #expect(verdict.headers["X-RateLimit-Remaining"] == String(left))
        }
        let refused = limits.take(.postMessage, place: "1", isGlobalExempt: false, at: start + 1.2345)
        #expect(refused.refusal == RateLimits.Refusal(retryAfter: 3.766, isGlobal: false))
        #expect(refused.headers["Retry-After"] == "4")
        #expect(refused.headers["X-RateLimit-Reset-After"] == "3.766")
        #expect(refused.headers["X-RateLimit-Reset"] == "1800000005.000")
        #expect(refused.headers["X-RateLimit-Scope"] == "user")
        #expect(refused.headers["X-RateLimit-Global"] == nil)
        let later = limits.take(.postMessage, place: "1", isGlobalExempt: false, at: start + 5)
        #expect(later.refusal == nil)
    }

    @Test func `channels and routes have buckets of their own`() {
        var limits = RateLimits()
        for _ in 0..<5 { _ = limits.take(.postMessage, place: "1", isGlobalExempt: false, at: start) }
        #expect(limits.take(.postMessage, place: "2", isGlobalExempt: false, at: start).refusal == nil)
        #expect(limits.take(.editMessage, place: "1", isGlobalExempt: false, at: start).refusal == nil)
        #expect(RateLimits.Rule.postMessage.bucket != RateLimits.Rule.editMessage.bucket)
    }

    @Test func `fifty a second over everything, interactions apart`() {
        var limits = RateLimits()
        for channel in 0..<50 {
            #expect(limits.take(.read, place: String(channel), isGlobalExempt: false, at: start).refusal == nil)
        }
        let refused = limits.take(.read, place: "51", isGlobalExempt: false, at: start + 0.25)
        #expect(refused.refusal == RateLimits.Refusal(retryAfter: 0.75, isGlobal: true))
        #expect(refused.headers["X-RateLimit-Global"] == "true")
        #expect(refused.headers["X-RateLimit-Scope"] == "global")
        #expect(limits.take(.interaction, place: "t", isGlobalExempt: true, at: start + 0.25).refusal == nil)
        #expect(limits.take(.read, place: "51", isGlobalExempt: false, at: start + 1).refusal == nil)
    }

    @Test func `ten thousand invalid requests shut an address out until the ten minutes are over`() {
        var invalid = InvalidRequests()
        for _ in 0..<9999 { invalid.note(status: 429, at: start) }
        invalid.note(status: 404, at: start)
        #expect(invalid.ban(at: start + 1) == nil)
        invalid.note(status: 401, at: start + 100)
        #expect(invalid.ban(at: start + 100) == 500)
        #expect(invalid.ban(at: start + 601) == nil)
    }

    @Test func `a thousand sessions a day, one in five seconds`() {
        var starts = SessionStarts(spacing: .seconds(5))
        #expect(starts.json(at: start)["remaining"] == 1000)
        #expect(starts.take(at: start) == .granted)
        #expect(starts.take(at: start + 4.9) == .tooSoon)
        for number in 1..<1000 { #expect(starts.take(at: start + Double(number * 5)) == .granted) }
        #expect(starts.take(at: start + 6000) == .exhausted)
        #expect(starts.json(at: start + 6000)["remaining"] == 0)
        #expect(starts.take(at: start + 86_400) == .granted)
    }
}
