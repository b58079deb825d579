import Testing

@testable import SheetsSync

struct ForgottenRowsTests {
    @Test func `rows are theirs by their record id or the conversation they name, and nobody else's are`() {
        let rows = ForgottenRows(
            of: "meetme:1",
            in: [
                1: RowKey(recordID: "Record id", conversation: "Conversation id"),
                2: RowKey(recordID: "meetme:1#1", conversation: "meetme:1"),
                3: RowKey(recordID: "meetme:11#1", conversation: "meetme:11"),
                4: RowKey(recordID: "", conversation: "meetme:1"),
                5: RowKey(recordID: "meetme:1#2", conversation: ""),
                6: RowKey(recordID: "", conversation: ""),
                9: RowKey(recordID: "notes on meetme:1", conversation: "mine"),
            ])
        #expect(rows.theirs.map(\.place) == [2, 4, 5])
        #expect(rows.theirs.map(\.name) == ["meetme:1#1", "row 4", "meetme:1#2"])
        #expect(rows.others == ["Record id", "meetme:11#1", "notes on meetme:1"])
    }
}
