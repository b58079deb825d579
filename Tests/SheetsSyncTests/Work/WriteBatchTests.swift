import Foundation
import Shared
import Testing

@testable import SheetsSync

@Suite struct WriteBatchTests {
    @Test func `rows next to each other become one range`() {
        let batch = WriteBatch([row("d", at: 9), row("a", at: 2), row("b", at: 3), row("c", at: 4)])
        #expect(
            batch.ranges == [
                .init(firstRow: 2, rows: [["a"], ["b"], ["c"]]), .init(firstRow: 9, rows: [["d"]]),
            ])
        #expect(batch.taken.map(\._id) == ["a", "b", "c", "d"])
        #expect(batch.ranges[0].numbers == 2...4)
    }

    @Test func `nothing to write is nothing`() {
        #expect(WriteBatch([]).ranges.isEmpty)
    }

    @Test func `no more rows than allowed are taken, those with the lowest places`() {
        let rows = (2..<2000).reversed().map { row("r\($0)", at: $0) }
        let batch = WriteBatch(rows)
        #expect(batch.taken.count == WriteBatch.rowLimit)
        #expect(batch.taken.last?.place == WriteBatch.rowLimit + 1)
        #expect(WriteBatch(rows, rowLimit: 1).taken.map(\.place) == [2])
    }

    @Test(arguments: ["x", "é", "\"\\", "\u{1}\n", "🙂"])
    func `a batch is never longer than allowed as it is sent`(text: String) throws {
        let cells = Array(repeating: String(repeating: text, count: 2000), count: 10)
        let rows = (2..<402).map { row("r\($0)", at: $0 * 2, cells: cells) }
        let batch = WriteBatch(rows)
        let body = ValuesWrite(
            data: batch.ranges.map {
                .init(range: A1.rows($0.numbers, in: String(repeating: "t", count: 100)), values: $0.rows)
            })
        let length = try JSONEncoder().encode(body).count
        #expect(length <= WriteBatch.byteLimit)
        #expect(batch.taken.count < rows.count && batch.taken.count > 5)
    }

    @Test func `one row is taken however long`() {
        let batch = WriteBatch([row("a", at: 2), row("b", at: 3)], byteLimit: 1)
        #expect(batch.taken.map(\._id) == ["a"])
    }

    @Test func `the longest row there can be is below the limit`() {
        let cells = Array(repeating: String(repeating: "\n", count: RowLayout.cellLimit), count: 3)
        #expect(cells.reduce(0) { $0 + WriteBatch.jsonLength($1) } < WriteBatch.byteLimit)
    }

    @Test func `a refused batch has the tab looked at, is halved, and ends with the one row`() {
        var doubt = WriteDoubt()
        #expect(doubt.refused(rows: 5) == .lookAgain)
        #expect(doubt.refused(rows: 5) == .writeFewer && doubt.rowLimit == 2)
        #expect(doubt.refused(rows: 2) == .writeFewer && doubt.rowLimit == 1)
        #expect(doubt.refused(rows: 1) == .setAside)
        #expect(doubt == WriteDoubt())
    }

    @Test func `after a write that passed, more rows are tried again`() {
        var doubt = WriteDoubt()
        _ = doubt.refused(rows: 400)
        _ = doubt.refused(rows: 400)
        #expect(doubt.rowLimit == 200)
        doubt.passed()
        #expect(doubt.rowLimit == 400 && doubt.refused(rows: 400) == .lookAgain)
        doubt.passed()
        #expect(doubt.rowLimit == WriteBatch.rowLimit)
    }
}
