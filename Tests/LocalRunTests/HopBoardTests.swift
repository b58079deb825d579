import Synchronization
import Testing

@testable import LocalRun

@Suite struct HopBoardTests {
    private final class Screen: Sendable {
        private let text = Mutex("")
        var lines: [String] {
            text.withLock { $0.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") } }
        }
        func add(_ line: String) { text.withLock { $0 += line } }
    }

    private let screen = Screen()

    private func board(isQuiet: Bool = false) -> HopBoard {
        HopBoard(console: Console(isTerminal: false) { [screen] in screen.add($0) }, isQuiet: isQuiet)
    }

    private func hop(_ conversation: String, _ milliseconds: Int) -> String {
        """
        {"time":"2026-01-02T03:04:05.678Z","level":"info","service":"scraper","message":"hop","hop":"page → event",\
        "correlation_id":"\(conversation)","elapsed_ms":\(milliseconds)}
        """
    }

    @Test func `A line waits for its name, and nothing overtakes it`() {
        let board = board()
        board.know([("meetme:1", "Anna")])
        board.show("scraper", hop("meetme:1", 1))
        board.show("scraper", hop("meetme:2", 2))
        board.show("scraper", hop("meetme:1", 3))
        #expect(screen.lines == ["03:04:05 Anna page → event +1 ms"])
        #expect(board.isWaitingForNames)
        board.know([("meetme:2", "Ben")])
        #expect(
            screen.lines.dropFirst() == ["03:04:05 Ben page → event +2 ms", "03:04:05 Anna page → event +3 ms"])
        #expect(!board.isWaitingForNames)
    }

    @Test func `A name that nobody knows is waited for no longer than a moment`() {
        let board = board()
        board.show("scraper", hop("meetme:3", 1))
        board.know([])
        #expect(screen.lines.isEmpty)
        board.know([], now: .now + HopBoard.patience + .milliseconds(1))
        #expect(screen.lines == ["03:04:05 meetme:3 page → event +1 ms"])
    }

    @Test func `A quiet board shows problems only`() {
        let board = board(isQuiet: true)
        board.show("scraper", hop("meetme:1", 1))
        board.show("scraper", #"{"time":"2026-01-02T03:04:05Z","level":"error","message":"m","reason":"r"}"#)
        board.show("scraper", "not JSON")
        #expect(screen.lines == ["! scraper: m: r", "! scraper: not JSON"])
    }

    @Test func `Another topology gets another virtual host, and a name two runs`() {
        let one = FreshState.virtualHost("sandbox", definitions: "{}")
        #expect(one.hasPrefix("sandbox-") && one.count == "sandbox-".count + 8)
        #expect(one == FreshState.virtualHost("sandbox", definitions: "{}"))
        #expect(one != FreshState.virtualHost("sandbox", definitions: "{ }"))
        #expect(FreshState.database("end-to-end") == "switchboard_end_to_end")
    }
}
