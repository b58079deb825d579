import Foundation
import Mongo
import Shared
import Store
import Testing

@testable import SheetsSync

@Suite(.enabled(if: TestStore.isThere, "SWITCHBOARD_TEST_MONGODB_URI is not set"))
struct RowStoreTests {
    @Test func `a lease has one holder until it ends`() async throws {
        try await TestStore.with { store in
            let first = RowStore(store: store, sheet: "s/t", holder: "first")
            let second = RowStore(store: store, sheet: "s/t", holder: "second")
            let other = RowStore(store: store, sheet: "other", holder: "second")
            // A part of a millisecond, which the database does not keep.
            let now = Date(timeIntervalSince1970: 1_800_000_000.0004)
            #expect(try await first.holdLease(at: now))
            #expect(try await first.holdLease(at: now + 30))
            #expect(try await !second.holdLease(at: now + 31))
            #expect(try await other.holdLease(at: now))
            #expect(try await !second.holdLease(at: now + 30 + 60))
            #expect(try await second.holdLease(at: now + 31 + 60))
            #expect(try await !first.holdLease(at: now + 32 + 60))
            // Only the holder can give it up.
            try await first.releaseLease()
            #expect(try await !first.holdLease(at: now + 33 + 60))
            try await second.releaseLease()
            #expect(try await first.holdLease(at: now + 33 + 60))
        }
    }

    @Test func `of many who ask at once one gets the lease`() async throws {
        try await TestStore.with { store in
            let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<20 {
                    group.addTask { try await RowStore(store: store, sheet: "s/t", holder: "\(number)").holdLease() }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(winners == 1)
        }
    }

    @Test func `a row that changed meanwhile still waits`() async throws {
        try await TestStore.with { store in
            let rows = RowStore(store: store, sheet: "s/t", holder: "me")
            for ordinal in Int64(1)...2 { try await store.add(message(ordinal), in: "s/t") }
            let taken = try await rows.pending(limit: 10)
            try await rows.attempt(taken)
            try await store.write { try $0.changeRow(of: "meetme:1#1", in: "s/t", [.text: "x"]) }
            try await rows.complete(taken)
            let after = try await store.rows()
            #expect(after.map(\.state) == [.pending, .written])
            #expect(after.map(\.attempts) == [1, 1])
            #expect(try await rows.pending(limit: 10).map(\.version) == [2])
        }
    }

    @Test func `a place that a row was moved to is not given out again`() async throws {
        try await TestStore.with { store in
            let rows = RowStore(store: store, sheet: "s/t", holder: "me")
            #expect(try await rows.firstFree() == 2)
            for ordinal in Int64(1)...2 { try await store.add(message(ordinal), in: "s/t") }
            #expect(try await rows.firstFree() == 4)
            try await rows.move(["meetme:1#1": 9])
            #expect(try await rows.firstFree() == 10)
            try await store.add(message(3), in: "s/t")
            #expect(try await store.rows().map(\.place) == [3, 9, 10])
            // Moving upwards takes nothing back.
            try await rows.move(["meetme:1#3": 2])
            #expect(try await rows.firstFree() == 11)
        }
    }

    @Test func `a row of an earlier version gets the columns it lacks`() async throws {
        try await TestStore.with { store in
            try await store.write { transaction in
                try transaction.session.collection(RowDocument.collection).insertOne(
                    SheetsSyncTests.row("m", at: 2, cells: Array(repeating: "x", count: 9)))
            }
            try await store.write { try $0.changeRow(of: "m", in: "s/t", [.reply: "drafted"]) }
            #expect(try await store.row("m")?.cells == Array(repeating: "x", count: 9) + ["drafted"])
        }
    }
}
