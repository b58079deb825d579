import Shared
import Testing

@testable import SheetsSync

/// Against the sandbox's Google, which refuses what Google refuses.
@Suite struct SheetsClientTests {
    @Test(arguments: [["service-account.json"], ["credentials.json", "token.json"]])
    func `a tab is made, grown, written and read`(files: [String]) async throws {
        try await GoogleDesk.with(files: files) { desk in
            let client = desk.client(tab: "Anna's chats")
            #expect(try await client.find() == nil)
            try await client.add()
            let tab = try #require(try await client.find())
            #expect(tab.rows == 1000 && tab.columns == RowLayout.width)
            try await client.grow(tab, rows: 500, columns: 2)
            #expect(try await client.find() == .init(id: tab.id, rows: 1500, columns: RowLayout.width + 2))

            let cells = RowLayout.cells(message(1, "=1+1"), status: .received)
            try await client.write([
                .init(firstRow: 1, rows: [RowLayout.header]), .init(firstRow: 3, rows: [cells, cells]),
                .init(firstRow: 1500, rows: [cells]),
            ])
            #expect(try await client.firstRow() == RowLayout.header)
            let ids = try await client.recordIDs(in: [1...5, 1400...1500])
            #expect(ids.filter { !$0.value.isEmpty } == [1: "Record id", 3: cells[0], 4: cells[0], 1500: cells[0]])
            // Empty cells at a row's end are not kept.
            #expect(await desk.google.rows(of: "Anna's chats")?[2] == Array(cells.dropLast()))
            #expect(await desk.google.formulas == 0)
            #expect(await desk.google.tokensIssued == 1)
        }
    }

    @Test func `writing again changes nothing`() async throws {
        try await GoogleDesk.with { desk in
            let client = desk.client()
            try await client.add()
            for _ in 0..<3 { try await client.write([.init(firstRow: 2, rows: [["a", "b"]])]) }
            #expect(await desk.google.rows(of: "Messages") == [[], ["a", "b"]])
        }
    }

    @Test func `a tab is found whatever its case`() async throws {
        try await GoogleDesk.with { desk in
            let found = try await desk.client(tab: "sheet1").find()
            #expect(found?.rows == 1000)
        }
    }

    @Test func `a sheet that is not shared and one that is not there are told apart`() async throws {
        try await GoogleDesk.with { desk in
            let unshared = await #expect(throws: SheetsError.self) {
                try await desk.client(sheet: GoogleSandbox.unsharedSheet).find()
            }
            #expect(unshared?.code == .forbidden)
            #expect(unshared?.message.contains("share it with \(GoogleSandbox.account) as Editor") == true)
            let missing = await #expect(throws: SheetsError.self) {
                try await desk.client(sheet: "none/../of?these").find()
            }
            #expect(missing?.code == .missing)
        }
    }

    @Test func `a token that was revoked is replaced once`() async throws {
        try await GoogleDesk.with { desk in
            let client = desk.client()
            _ = try await client.find()
            desk.google.cause(.tokenRefused)
            let error = await #expect(throws: SheetsError.self) { try await client.find() }
            #expect(error?.code == .unauthorized && error?.isRetriable == true)
            #expect(await desk.google.answers(401) == 2)
            desk.google.calm()
            _ = try await client.find()
        }
    }

    @Test func `troubles of Google are told as such`() async throws {
        try await GoogleDesk.with { desk in
            let client = desk.client()
            _ = try await client.find()
            for (trouble, code) in [
                (GoogleSandbox.Trouble.unavailable, SheetsError.Code.unavailable), (.rateLimited, .quota),
                (.notShared, .forbidden), (.answerLost, .unavailable),
            ] {
                desk.google.cause(trouble)
                let error = await #expect(throws: SheetsError.self) { try await client.find() }
                #expect(error?.code == code)
                desk.google.calm()
            }
        }
    }

    @Test func `what does not fit the tab is invalid`() async throws {
        try await GoogleDesk.with { desk in
            let client = desk.client()
            try await client.add()
            let error = await #expect(throws: SheetsError.self) {
                try await client.write([.init(firstRow: 5000, rows: [["a"]])])
            }
            #expect(error?.code == .invalid)
        }
    }
}
