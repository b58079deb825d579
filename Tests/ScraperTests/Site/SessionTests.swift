import Foundation
import Shared
import Testing

@testable import Sandbox
@testable import Scraper

extension BrowserTests {
    @Suite struct SessionTests {
        @Test(arguments: ReadingTests.skinsWithSignIn)
        func `A wrong password is told once, with what to do, and not tried again`(skin: Skin, pack: String)
            async throws
        {
            try await StandIn.with(skin) { standIn in
                try await RunningSite.with(standIn, pack: pack, password: "wrong") { running in
                    #expect(await eventually { running.seen.states.last == .badCredentials })
                    #expect(running.seen.action?.contains("MEETME_PASSWORD") == true)
                    #expect(running.seen.action?.contains("wrong.") == true)
                    #expect(running.seen.states == [.connecting, .badCredentials])
                }
            }
        }

        @Test(arguments: ReadingTests.skinsWithSignIn)
        func `A session that ends is signed in again, and nothing is missed`(skin: Skin, pack: String) async throws {
            try await StandIn.with(skin) { standIn in
                let mia = try await standIn.say("one", by: "Mia")
                try await RunningSite.with(standIn, pack: pack) { running in
                    // A tab shows the conversation when the session ends, and another one shows none.
                    #expect(try await running.site.read(mia, atLeast: 50, .listed).bubbles.map(\.text) == ["one"])
                    await standIn.site.signOutEveryone()
                    try await standIn.say("two", by: "Mia")
                    let noah = try await standIn.say("hello", by: "Noah")
                    let renewed: [SessionState] = [.connecting, .connected, .loggedOut, .connected]
                    #expect(await eventually { running.seen.states == renewed })
                    #expect(await eventually { running.seen.row(mia)?.preview == "two" })
                    #expect(await eventually { running.seen.row(noah)?.preview == "hello" })
                    let texts = try await running.site.read(mia, atLeast: 50, .listed).bubbles.map(\.text)
                    #expect(texts == ["one", "two"])
                    let others = try await running.site.read(noah, atLeast: 50, .listed).bubbles.map(\.text)
                    #expect(others == ["hello"])
                    let result = try await running.site.type("three", in: mia) { _ in true }
                    guard case .delivered = result else {
                        Issue.record("\(result)")
                        return
                    }
                    #expect(await standIn.messages(of: mia).last == "owner: three")
                }
            }
        }

        @Test func `A browser that starts with an empty profile is signed in by the cookies that were kept`()
            async throws
        {
            let folder = FileManager.default.temporaryDirectory.appending(path: "cookies-\(UUID().uuidString)").path()
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let file = folder + "/" + CookieSnapshot.name
            try await StandIn.with(.phoenix) { standIn in
                try await RunningSite.with(standIn, cookies: folder) { running in
                    #expect(await eventually { running.seen.states.last == .connected })
                    #expect(await eventually { FileManager.default.fileExists(atPath: file) })
                }
                let attributes = try FileManager.default.attributesOfItem(atPath: file)
                #expect(attributes[.posixPermissions] as? Int == 0o600)
                // It could not sign in by itself.
                try await RunningSite.with(standIn, password: "wrong", cookies: folder) { running in
                    #expect(await eventually { running.seen.states == [.connecting, .connected] })
                }
                try Data("nonsense that is long enough to be a salt".utf8).write(to: URL(filePath: file))
                try await RunningSite.with(standIn, cookies: folder) { running in
                    #expect(await eventually { running.seen.states == [.connecting, .connected] })
                }
            }
        }

        @Test func `A site that is down is waited for`() async throws {
            try await StandIn.with(.phoenix) { standIn in
                let mia = try await standIn.say("one", by: "Mia")
                standIn.faults.set(Fault(kind: .drop, rate: 1, duration: .seconds(60)), peer: "site")
                try await RunningSite.with(standIn) { running in
                    #expect(await eventually { running.seen.states.last == .degraded })
                    standIn.faults.clear()
                    #expect(await eventually(within: .seconds(60)) { running.seen.states.last == .connected })
                    #expect(await eventually { running.seen.row(mia)?.preview == "one" })
                }
            }
        }
    }
}
