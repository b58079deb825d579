import Foundation
import Subprocess
import SystemPackage
import Testing

/// The whole suite as separate processes against the sandbox: real browser, real broker, real database.
@Suite(.serialized, .enabled(if: Environment.isThere, "the test servers' addresses are not set: use `make test`"))
struct EndToEndTests {
    @Test(.timeLimit(.minutes(5)))
    func `conversations flow to Discord and the sheet and back, and every exchange keeps to its contract`() async throws
    {
        let folder = try Environment.scratchFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let run = try await Environment.run(
            folder: folder,
            [
                "SWITCHBOARD_RUN_FOR": "15", "SWITCHBOARD_RUN_CONVERSATIONS": "12", "SWITCHBOARD_RUN_RATE": "2",
                "SWITCHBOARD_RUN_QUIET": "1", "SWITCHBOARD_RUN_RECORD": folder.path,
            ])
        let summary = try #require(run.summary, "no summary; the run said:\n\(run.output)")
        #expect(run.status == "exited(0)", "\(run.output)")
        #expect(summary.lost == 0 && summary.duplicated == 0 && summary.out_of_order == 0, "\(run.output)")
        #expect(summary.received >= 30)
        #expect(summary.discord_messages == summary.received)
        #expect(summary.sheet_rows == summary.received + summary.delivered)
        #expect(summary.delivered > 0)
        #expect(summary.memory.count == 5)
        #expect(Environment.leftovers(of: folder).isEmpty)
        try await validate(folder)
    }

    @Test(.timeLimit(.minutes(3)))
    func `a second factor is answered from Discord, replies wait for it, and the code is written down nowhere`()
        async throws
    {
        let folder = try Environment.scratchFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let code = "482913"
        let run = try await Environment.run(
            folder: folder,
            ["SWITCHBOARD_RUN_FOR": "45", "SWITCHBOARD_RUN_CONVERSATIONS": "6", "SWITCHBOARD_RUN_RATE": "0.5"]
        ) { sandbox in
            try await sandbox.post(
                "/control/trouble", ["kind": "second-factor", "answer": code, "now": true])
            let asked = try #require(
                try await Environment.eventually(within: .seconds(60)) {
                    try await sandbox.view().messages.last { $0.button("Enter a code") != nil }
                })
            let picture = try await sandbox.get("/discord/" + (try #require(asked.attachments.first)).path)
            #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47]))
            try await sandbox.press(try #require(asked.button("Enter a code")), of: asked)
            let form = try #require(
                try await Environment.eventually(within: .seconds(10)) { try await sandbox.view().form })
            try await sandbox.post(
                "/discord/modal", ["interaction": form.interaction, "values": ["code": code]])
            let answered = try await Environment.eventually(within: .seconds(30)) {
                try await sandbox.troubles()["challenge_answered"] == 1 ? true : nil
            }
            #expect(answered == true)
            #expect(try await sandbox.troubles()["challenge_wrong"] == 0)
            #expect(try await sandbox.view().messages.allSatisfy { $0.button("Enter a code") == nil })
        }
        #expect(run.status == "exited(0)", "\(run.output)")
        let summary = try #require(run.summary, "no summary; the run said:\n\(run.output)")
        #expect(summary.lost == 0 && summary.duplicated == 0 && summary.out_of_order == 0, "\(run.output)")
        #expect(summary.delivered > 0)
        #expect(!run.output.contains(code))
    }

    @Test(.timeLimit(.minutes(3)))
    func `what comes with a message is shown in Discord, and what cannot be had is told`() async throws {
        let folder = try Environment.scratchFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let run = try await Environment.run(
            folder: folder,
            ["SWITCHBOARD_RUN_FOR": "25", "SWITCHBOARD_RUN_CONVERSATIONS": "3", "SWITCHBOARD_RUN_RATE": "0.2"]
        ) { sandbox in
            try await sandbox.post(
                "/control/say",
                ["person": "Mia Torres", "text": "look at this", "attach": ["picture", "gone", "file"]])
            let shown = try #require(
                try await Environment.eventually(within: .seconds(20)) {
                    let shown = try await sandbox.threadMessages().filter { $0.content.hasPrefix("📎") }
                    return shown.count == 3 ? shown : nil
                })
            #expect(shown.map(\.attachments.count) == [1, 0, 1])
            #expect(shown[0].content.hasPrefix("📎 picture 1 of message "))
            #expect(shown[1].content.hasSuffix("the site does not have it any more"))
            let picture = try await sandbox.get("/discord/" + (try #require(shown[0].attachments.first)).path)
            #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        }
        #expect(run.status == "exited(0)", "\(run.output)")
        let summary = try #require(run.summary, "no summary; the run said:\n\(run.output)")
        #expect(summary.lost == 0 && summary.duplicated == 0 && summary.out_of_order == 0, "\(run.output)")
    }

    @Test(.timeLimit(.minutes(2)), arguments: [Signal.interrupt, .terminate, .kill])
    func `a run that is stopped leaves no process behind`(signal: Signal) async throws {
        let folder = try Environment.scratchFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let run = try await Environment.run(folder: folder, until: "message → Discord", then: signal)
        #expect(run.text, "no message reached Discord")
        if signal != .kill { #expect(run.status == "exited(0)") }
        // After a kill the services end by themselves, once they have drained.
        let end = ContinuousClock.now + .seconds(15)
        while ContinuousClock.now < end, !Environment.leftovers(of: folder).isEmpty {
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(Environment.leftovers(of: folder).isEmpty)
    }

    private func validate(_ folder: URL) async throws {
        guard let python = ProcessInfo.processInfo.environment["SWITCHBOARD_TEST_PYTHON"] else {
            print("SWITCHBOARD_TEST_PYTHON is not set: exchanges are not validated")
            return
        }
        let root = Environment.root
        let result = try await Subprocess.run(
            .path(FilePath(python)), arguments: [root.appending(path: "Tests/Contract/validate.py").path, folder.path],
            output: .string(limit: 1 << 20), error: .combinedWithOutput)
        print(result.standardOutput)
        #expect("\(result.terminationStatus)" == "exited(0)", "\(result.standardOutput)")
    }
}
