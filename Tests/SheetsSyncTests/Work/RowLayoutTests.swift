import Shared
import Testing

@testable import SheetsSync

@Suite struct RowLayoutTests {
    @Test func `a message becomes a row in the header's order`() {
        #expect(RowLayout.header.count == RowLayout.width)
        #expect(
            RowLayout.cells(message(3, "hello", .outgoing), status: .sentByHand) == [
                "meetme:1#3", "meetme:1", "Anna", "outgoing", "Anna", "hello", "2023-11-14T22:13:20.000Z",
                "2023-11-14T22:13:21.000Z", "sent by hand", "",
            ])
    }

    @Test func `a time that the page does not show stays empty`() {
        var unseen = message(1)
        unseen.sentAt = nil
        #expect(RowLayout.cells(unseen, status: .received)[RowLayout.Column.sentAt.rawValue].isEmpty)
    }

    @Test(arguments: ["=IMPORTXML(\"http://x\")", "+1", "-1", "@x", "'x", "  x", "a\tb\r\nc", ""])
    func `a text is kept as it is, formula or not`(text: String) {
        #expect(RowLayout.cell(text) == text)
    }

    @Test func `a cell at the limit is whole and one above is cut where one sees it`() {
        let whole = String(repeating: "x", count: RowLayout.cellLimit)
        #expect(RowLayout.cell(whole) == whole)
        let cut = RowLayout.cell(whole + "y")
        #expect(cut.utf16.count == RowLayout.cellLimit)
        #expect(cut.hasSuffix(RowLayout.cutMark) && cut.hasPrefix("xxx"))
    }

    @Test(arguments: ["👩‍👩‍👧‍👦", "e\u{301}\u{323}", "🇩🇪", "\r\n"])
    func `no character is cut in two`(character: Character) {
        let cut = RowLayout.cell(String(repeating: character, count: RowLayout.cellLimit))
        #expect(cut.utf16.count <= RowLayout.cellLimit)
        #expect(cut.utf16.count > RowLayout.cellLimit - 20)
        #expect(cut.dropLast(RowLayout.cutMark.count).allSatisfy { $0 == character })
    }

    @Test func `control characters that Sheets does not take are replaced`() {
        #expect(RowLayout.cell("a\u{0}b\u{1B}c\td\ne") == "a\u{FFFD}b\u{FFFD}c\td\ne")
    }

    @Test func `every state of a reply has words of its own`() {
        let all: [ReplyStatus] =
            [.drafted, .held(rule: "link"), .approved, .rejected, .delivered]
            + [.newerMessage, .answeredByHand, .superseded].map { .voided($0) }
            + [.newerMessage, .notAsDrafted, .page, .ambiguous].map { .failed($0) }
        #expect(Set(all.map(\.text)).count == all.count)
    }
}
