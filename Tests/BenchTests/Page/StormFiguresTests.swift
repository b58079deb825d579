import Testing

@testable import Bench

@Suite struct StormFiguresTests {
    typealias Line = StormFigures.Line

    static func site(_ texts: [String], wrongClicks: Int = 0) -> SiteLedger {
        SiteLedger(
            conversations: [.init(id: "1", messages: texts.map { .init(who: "person", text: $0) })],
            site: .init(wrongClicks: wrongClicks))
    }

    static func figures(_ site: [String], _ stored: [String]) -> StormFigures {
        StormFigures(site: Self.site(site), stored: ["1": stored.map { Line(isOwn: false, text: $0) }])
    }

    @Test func `What is stored as it was written is clean, twins and all`() {
        let figures = Self.figures(["hi", "hi", "there"], ["hi", "hi", "there"])
        #expect(figures.isClean && figures.written == 3 && figures.stored == 3)
    }

    @Test func `A lost twin, a repeated message and another order are told apart`() {
        #expect(Self.figures(["hi", "hi"], ["hi"]).lost == 1)
        #expect(Self.figures(["hi"], ["hi", "hi"]).duplicated == 1)
        let swapped = Self.figures(["a", "b"], ["b", "a"])
        #expect(swapped.reordered == 1 && swapped.lost == 0 && swapped.duplicated == 0 && !swapped.isClean)
    }

    @Test func `A conversation that is not stored at all is lost, and so is whose a message is`() {
        #expect(StormFigures(site: Self.site(["a", "b"]), stored: [:]).lost == 2)
        let other = StormFigures(site: Self.site(["a"]), stored: ["1": [Line(isOwn: true, text: "a")]])
        #expect(other.lost == 1 && other.duplicated == 1)
    }

    @Test func `A click on the wrong thing, or nothing at all, is not clean`() {
        #expect(
            !StormFigures(site: Self.site(["a"], wrongClicks: 1), stored: ["1": [Line(isOwn: false, text: "a")]])
                .isClean)
        #expect(!StormFigures().isClean)
    }
}
