import Foundation
import Testing

@testable import DevTools

@Suite(.timeLimit(.minutes(2))) struct FakeBrowserTests {
    @Test func `A browser that talks nonsense is given up at the deadline and ended`() async throws {
        let script = "printf 'not json\\0{\"id\":\"x\"}\\0{]\\0\\0[1]\\0' >&4; sleep 600"
        let start = ContinuousClock.now
        let code = await failure {
            try await FakeBrowser.launch(script, startDeadline: .milliseconds(300)) { _ in }
        }
        #expect(code == .timeout)
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test func `A browser that ends at its start is told with its last words`() async throws {
        do {
            try await FakeBrowser.launch("echo 'no such library: libx.so' >&2; exit 7") { _ in }
            Issue.record("It must not start.")
        } catch {
            #expect(code(of: error) == .launchFailed)
            #expect("\(error)".contains("exit status 7"))
            #expect("\(error)".contains("libx.so"))
        }
    }

    @Test func `Exit 21 means that the profile is in use`() async throws {
        #expect(await failure { try await FakeBrowser.launch("exit 21") { _ in } } == .profileInUse)
    }

    @Test func `A browser that ignores everything is ended by force, with its children`() async throws {
        let script = "trap '' TERM INT HUP\nsleep 601 &\n\(FakeBrowser.obedient)\nwhile true; do sleep 1; done"
        let group = try await FakeBrowser.launch(script) { browser in
            let group = browser.processID
            #expect(Processes.living(inGroup: group).count >= 2)
            await browser.close()
            return group
        }
        #expect(await eventually { Processes.living(inGroup: group).isEmpty })
    }

    @Test func `Answers of the wrong shape are errors, and a call that gets none times out`() async throws {
        let script =
            FakeBrowser.obedient
            .replacingOccurrences(of: "printf", with: "case $call in *getCookies*) continue;; esac; printf")
        try await FakeBrowser.launch(script) { browser in
            let version = try await browser.version()
            #expect(version.product == "fake")
            #expect(await failure { _ = try await browser.cookies() } == .timeout)
            #expect(await failure { _ = try await browser.newPage() } == .timeout)
        }
    }

    @Test func `A browser that closes its pipe but stays is ended`() async throws {
        let script = "IFS= read -r -d '' call <&3; exec 3>&- 4>&-; sleep 602"
        let code = await failure { try await FakeBrowser.launch(script) { _ in } }
        #expect(code == .closed || code == .launchFailed)
    }

    @Test func `A cancelled call ends at once`() async throws {
        let script = FakeBrowser.obedient.replacingOccurrences(
            of: "printf", with: "case $call in *getCookies*) continue;; esac; printf")
        try await FakeBrowser.launch(script, callDeadline: .seconds(60)) { browser in
            let call = Task { try await browser.cookies() }
            let start = ContinuousClock.now
            call.cancel()
            await #expect(throws: CancellationError.self) { try await call.value }
            #expect(ContinuousClock.now - start < .seconds(5))
        }
    }
}
