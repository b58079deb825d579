import Logging
import ServiceRuntime
import Shared
import TestSupport
import Testing

@testable import Scraper

@Suite(.enabled(if: TestDatabase.isThere, "SWITCHBOARD_TEST_MONGODB_URI is not set"))
struct SessionReportTests {
    @Test func `A trouble is told once while it lasts, and readiness keeps its words while it is tried again`()
        async throws
    {
        try await TestDatabase.with(.scraper) { store in
            let health = HealthRegistry()
            let report = SessionReport(
                platform: "meetme", store: store, health: health,
                logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
            await report.changed(SessionNews(.connecting, nil))
            for _ in 1...3 {
                await report.changed(SessionNews(.degraded, "the site is down"))
                await report.changed(SessionNews(.connecting, nil))
                #expect(health.snapshot.first?.problem == "the site is down")
            }
            await report.changed(SessionNews(.degraded, "the list is gone"))
            #expect(health.snapshot.first?.problem == "the list is gone")
            await report.changed(SessionNews(.connected, nil))
            #expect(health.isReady)
            await report.changed(SessionNews(.connecting, nil))
            #expect(!health.isReady)
            let told = try await store.told()
            #expect(told == Array(repeating: "session.changed", count: 5))
        }
    }
}
