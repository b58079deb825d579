import Shared
import Testing

@testable import SheetsSync

@Suite struct RangeTests {
    @Test(arguments: [(1, "A"), (10, "J"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (702, "ZZ"), (703, "AAA")])
    func `columns have letters`(number: Int, letters: String) {
        #expect(A1.letters(number) == letters)
    }

    @Test func `a tab's name is quoted`() {
        #expect(A1.rows(2...5, in: "Messages") == "'Messages'!A2:J5")
        #expect(A1.recordIDs(2...2, in: "Anna's chats") == "'Anna''s chats'!A2:A2")
    }

    @Test func `rows near each other are read together`() {
        #expect(RowSpans.covering([7, 3, 4, 5, 4]) == [3...7])
        #expect(RowSpans.covering([2, 3, 1000, 1001]) == [2...3, 1000...1001])
        #expect(RowSpans.covering([9]) == [9...9])
        #expect(RowSpans.covering([]).isEmpty)
    }

    @Test func `however scattered, there are few ranges and each row is in one`() {
        let rows = (1...500).map { $0 * $0 * 7 }
        let spans = RowSpans.covering(rows)
        #expect(spans.count <= RowSpans.maximum && spans.count > 1)
        #expect(rows.allSatisfy { row in spans.filter { $0.contains(row) }.count == 1 })
        #expect(zip(spans, spans.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
    }
}
