import Foundation
import Testing

@testable import DevTools

extension RealBrowserTests {
    @Suite struct BrowserLifeTests {
        @Test func `A closed browser leaves no process`() async throws {
            let (group, profile) = try await Chromium.withDirectory { directory in
                let browser = try await Browser.launch(
                    BrowserConfiguration(profileDirectory: directory, executable: Chromium.path))
                #expect(try await browser.version().product.contains("Chrome") == true)
                _ = try await browser.newPage()
                await browser.close()
                await browser.close()
                #expect(await failure { _ = try await browser.version() } == .closed)
                #expect(await failure { _ = try await browser.newPage() } == .closed)
                return (browser.processID, directory)
            }
            #expect(await eventually { Processes.living(inGroup: group).isEmpty })
            #expect(Processes.living(mentioning: profile).isEmpty)
        }

        @Test func `A killed browser fails what waits, ends run, and leaves no process`() async throws {
            try await Chromium.withBrowser { browser in
                let page = try await browser.newPage()
                let waiting = Task { try await page.run("new Promise(() => {})", timeout: .seconds(60)) }
                let life = Task { try await browser.run() }
                #expect(try await page.evaluate("1", as: Int.self) == 1)
                kill(browser.processID, SIGKILL)
                #expect(await failure { try await waiting.value } == .closed)
                #expect(await failure { try await life.value } == .closed)
                #expect(await failure { try await page.run("1") } == .closed)
                #expect(await eventually { Processes.living(inGroup: browser.processID).isEmpty })
            }
        }

        @Test func `A browser whose owner's end of the pipe closes goes by itself`() async throws {
            // What the kernel does when the owner is killed.
            try await Chromium.withDirectory { directory in
                let process = try await BrowserProcess.start(
                    BrowserConfiguration(profileDirectory: directory, executable: Chromium.path))
                try process.connect(onEvent: { _, _ in }, onEnd: { _ in })
                _ = try await process.connection.call(BrowserDomain.GetVersion(), deadline: .seconds(30))
                process.connection.close(DevToolsError(.closed, "test"))
                #expect(await process.child.exit.wait(atMost: .seconds(3)) == .exited(0))
                #expect(await eventually { Processes.living(inGroup: process.child.pid).isEmpty })
            }
        }

        @Test func `A browser that nobody holds any more goes by itself`() async throws {
            try await Chromium.withDirectory { directory in
                func launchAndForget() async throws -> Int32 {
                    try await Browser.launch(
                        BrowserConfiguration(profileDirectory: directory, executable: Chromium.path)
                    ).processID
                }
                let group = try await launchAndForget()
                #expect(await eventually(within: .seconds(10)) { Processes.living(inGroup: group).isEmpty })
            }
        }

        @Test func `Cancelling run closes the browser gracefully`() async throws {
            try await Chromium.withBrowser { browser in
                let life = Task { try await browser.run() }
                life.cancel()
                try await life.value
                #expect(await failure { _ = try await browser.version() } == .closed)
            }
        }

        @Test func `A second browser on the same profile is refused`() async throws {
            try await Chromium.withBrowser { first in
                let profile = await first.profileDirectory
                let second = BrowserConfiguration(profileDirectory: profile, executable: Chromium.path)
                #expect(await failure { _ = try await Browser.launch(second) } == .profileInUse)
                let version = try await first.version()
                #expect(version.product.contains("Chrome"))
            }
        }

        @Test func `A profile that another host's browser may use is refused, a proven dead one is taken over`()
            async throws
        {
            try await Chromium.withDirectory { directory in
                try ProfileDirectory.prepare(directory)
                let link = directory + "/SingletonLock"
                try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "elsewhere-77")
                let configuration = BrowserConfiguration(profileDirectory: directory, executable: Chromium.path)
                do {
                    _ = try await Browser.launch(configuration)
                    Issue.record("It must not start.")
                } catch {
                    #expect(code(of: error) == .profileInUse)
                    #expect("\(error)".contains("elsewhere-77"))
                }
                try "elsewhere-77".write(toFile: directory + "/switchboard.lock", atomically: false, encoding: .utf8)
                let browser = try await Browser.launch(configuration)
                #expect(try await browser.version().product.contains("Chrome") == true)
                let owner = try FileManager.default.destinationOfSymbolicLink(atPath: link)
                #expect(owner == "\(ProfileLock.hostName())-\(browser.processID)")
                await browser.close()
            }
        }

        @Test func `Chromium itself says that a profile is in use with exit 21`() async throws {
            // Without our own lock's proof: the owner on this host lives, so Chromium refuses.
            try await Chromium.withBrowser { first in
                let profile = await first.profileDirectory
                try FileManager.default.removeItem(atPath: profile + "/switchboard.lock")
                let second = BrowserConfiguration(profileDirectory: profile, executable: Chromium.path)
                let code = await failure { _ = try await Browser.launch(second) }
                #expect(code == .profileInUse || code == .launchFailed)
            }
        }

        @Test func `Cookies go out and in, session cookies too`() async throws {
            let cookies = [
                Cookie(
                    name: "sid", value: "v1", domain: "example.org", isHTTPOnly: true, isSecure: true, sameSite: "Lax"),
                Cookie(
                    name: "keep", value: "v2", domain: "example.org", path: "/a",
                    expires: Date(timeIntervalSinceNow: 3_600)),
            ]
            try await Chromium.withBrowser { browser in
                try await browser.setCookies(cookies)
                let read = try await browser.cookies().sorted { $0.name > $1.name }
                #expect(read.map(\.name) == ["sid", "keep"])
                #expect(read.map(\.value) == ["v1", "v2"])
                #expect(read[0].expires == nil && read[0].isHTTPOnly && read[0].isSecure && read[0].sameSite == "Lax")
                #expect(read[1].expires.map { abs($0.timeIntervalSinceNow - 3_600) < 10 } == true)
                try await browser.setCookies(read)
                #expect(try await browser.cookies().count == 2)
            }
        }

        @Test func `Pages made at the same time are told apart`() async throws {
            try await Chromium.withBrowser { browser in
                let values = try await withThrowingTaskGroup(of: Int.self) { group in
                    for number in 0..<6 {
                        group.addTask {
                            let page = try await browser.newPage()
                            try await page.navigate(to: Chromium.document("<p id=n>\(number)"))
                            let text = try await page.evaluate(
                                "document.querySelector('#n').textContent", as: String.self)
                            try await page.close()
                            try await page.close()
                            return Int(text) == number ? 1 : 0
                        }
                    }
                    return try await group.reduce(0, +)
                }
                #expect(values == 6)
                #expect(try await browser.version().product.contains("Chrome") == true)
            }
        }
    }
}
