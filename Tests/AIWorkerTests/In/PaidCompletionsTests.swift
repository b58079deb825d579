import Shared
import Store
import Synchronization
import TestSupport
import Testing

import struct FoundationEssentials.Date

@testable import AIWorker

@Suite(.enabled(if: TestDatabase.isThere, "SWITCHBOARD_TEST_MONGODB_URI is not set"))
struct PaidCompletionsTests {
    @Test func `answers that come at the same time are all kept and all charged to the day`() async throws {
        try await TestDatabase.with { _, worker in
            let events = (0..<400).map(Self.event)
            let asked = Mutex(0)
            let ask: @Sendable ([PromptMessage]) async throws -> Completion = { _ in
                asked.withLock { $0 += 1 }
                return Completion(
                    text: "Hello", isRefusal: false, finish: .stop, model: "m", promptTokens: 8, completionTokens: 3)
            }
            // The second round is the events' coming again.
            for _ in 1...2 {
                await withTaskGroup(of: Void.self) { group in
                    for event in events {
                        group.addTask {
                            let paid = PaidCompletions(
                                of: event, in: worker, budget: Budget(), metrics: AIMetrics(), ask: ask)
                            await #expect(throws: Never.self) { try await paid.complete([]) }
                        }
                    }
                }
            }
            #expect(asked.withLock { $0 } == 400)
            let day = UsageDocument.day(of: Date())
            let usage = try await worker.read { transaction in
                [try transaction.usage(of: nil, day: day), try transaction.usage(of: "meetme:7", day: day)]
            }
            #expect(usage.map(\.tokens) == [4400, 11])
        }
    }

    private static func event(_ conversation: Int) -> EventHeader {
        EventHeader(
            id: EventID.make(), source: ServiceName.scraper.source, name: .messageReceived, time: .now,
            conversation: "meetme:\(conversation)", sequence: 1, causation: nil, origin: nil, trace: .start())
    }
}
