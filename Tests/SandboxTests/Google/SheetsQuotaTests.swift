import Foundation
import Testing

@testable import Sandbox

@Suite struct SheetsQuotaTests {
    private let start = Date(timeIntervalSince1970: 1_800_000_000)

    @Test func `sixty writes a minute for one user, reads apart`() throws {
        var quota = SheetsQuota()
        for _ in 0..<60 { try quota.take(.write, user: "a", at: start) }
        let error = #expect(throws: GoogleError.self) { try quota.take(.write, user: "a", at: start + 59) }
        #expect(error?.code == 429 && error?.status == "RESOURCE_EXHAUSTED")
        let info = error?.details.first
        #expect(info?["reason"] == "RATE_LIMIT_EXCEEDED")
        #expect(info?["metadata"]?["quota_limit"] == "WriteRequestsPerMinutePerUser")
        #expect(info?["metadata"]?["quota_limit_value"] == "60")
        #expect(error?.message.contains("limit 'Write requests per minute per user'") == true)
        try quota.take(.read, user: "a", at: start + 59)
        try quota.take(.write, user: "a", at: start + 60)
    }

    @Test func `three hundred a minute for all users together`() throws {
        var quota = SheetsQuota()
        for user in 0..<6 {
            for _ in 0..<50 { try quota.take(.write, user: "\(user)", at: start) }
        }
        let error = #expect(throws: GoogleError.self) { try quota.take(.write, user: "7", at: start) }
        #expect(error?.details.first?["metadata"]?["quota_limit"] == "WriteRequestsPerMinutePerProject")
    }

    @Test func `refused requests count too`() throws {
        var quota = SheetsQuota()
        for _ in 0..<300 { try? quota.take(.write, user: "a", at: start) }
        #expect(throws: GoogleError.self) { try quota.take(.write, user: "b", at: start) }
    }
}
