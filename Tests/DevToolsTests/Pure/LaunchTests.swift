import Foundation
import Testing

@testable import DevTools

@Suite struct LaunchTests {
    private func arguments(isRoot: Bool = false, _ adjust: (inout BrowserConfiguration) -> Void = { _ in }) throws
        -> [String]
    {
        var configuration = BrowserConfiguration(profileDirectory: "/p")
        adjust(&configuration)
        return try LaunchArguments.make(configuration, isRoot: isRoot)
    }

    @Test func `The sandbox is off only for root, or when told`() throws {
        #expect(try !arguments().contains("--no-sandbox"))
        #expect(try arguments(isRoot: true).contains("--no-sandbox"))
        #expect(try arguments { $0.sandbox = .off }.contains("--no-sandbox"))
        #expect(try arguments { $0.extraArguments = ["--no-sandbox"] }.filter { $0 == "--no-sandbox" }.count == 1)
    }

    @Test func `The debugging pipe is used and no port`() throws {
        let made = try arguments()
        #expect(made.contains("--remote-debugging-pipe"))
        #expect(!made.contains { $0.hasPrefix("--remote-debugging-port") })
        #expect(made.contains("--user-data-dir=/p"))
        #expect(made.contains("--headless=new"))
    }

    @Test(arguments: [
        "--remote-debugging-port=9222", "--user-data-dir=/x", "--disable-web-security", "https://example.org", "-x",
    ])
    func `An argument that would open the browser to others is refused by name`(argument: String) throws {
        let error = #expect(throws: DevToolsError.self) { try arguments { $0.extraArguments = [argument] } }
        #expect(error?.code == .invalidConfiguration)
    }

    @Test func `Lists of disabled features are joined, for of two Chromium would take the last`() throws {
        let made = try arguments { $0.extraArguments = ["--disable-features=A,B", "--lang=de"] }
        let lists = made.filter { $0.hasPrefix("--disable-features=") }
        #expect(lists.count == 1)
        #expect(
            lists.first?.hasSuffix("MediaRouter,OptimizationHints,WebUIOmniboxPopup,WebUIOmniboxAimPopup,A,B") == true)
        #expect(made.contains("--lang=de"))
    }

    @Test func `A window is shown when asked for, whatever the extra arguments say`() throws {
        let made = try arguments {
            $0.isHeadless = false
            $0.extraArguments = ["--headless"]
        }
        #expect(!made.contains { $0.hasPrefix("--headless") })
    }

    @Test func `The first browser on PATH is taken`() throws {
        let found = try ExecutableSearch.find(configured: nil, path: "/a:/b") { $0 == "/b/google-chrome" }
        #expect(found == "/b/google-chrome")
        let preferred = try ExecutableSearch.find(configured: nil, path: "/a:/b") {
            $0 == "/b/chromium" || $0 == "/a/google-chrome"
        }
        #expect(preferred == "/b/chromium")
    }

    @Test func `A missing browser says what to install`() {
        let error = #expect(throws: DevToolsError.self) {
            try ExecutableSearch.find(configured: nil, path: "/a") { _ in false }
        }
        #expect(error?.code == .browserMissing)
        #expect(error?.message.contains("apt-get install chromium") == true)
    }

    @Test func `A configured browser that is missing is not replaced by another`() {
        let error = #expect(throws: DevToolsError.self) {
            try ExecutableSearch.find(configured: "/c/chrome", path: "/a") { $0 == "/a/chromium" }
        }
        #expect(error?.message.contains("/c/chrome") == true)
    }

    @Test(arguments: [
        (nil, nil, ProfileLock.Verdict.leave),
        ("here-12", nil, .leave),
        ("here-12", "here-12", .remove),
        ("gone-12", "gone-12", .remove),
        ("gone-12", "gone-13", .refuse(owner: "gone-12")),
        ("gone-12", nil, .refuse(owner: "gone-12")),
        ("here-too-12", "here-11", .refuse(owner: "here-too-12")),
    ])
    func `A profile's link is removed only when its owner is proven dead`(
        link: String?, recorded: String?, verdict: ProfileLock.Verdict
    ) {
        #expect(ProfileLock.verdict(link: link, recorded: recorded, host: "here") == verdict)
    }

    @Test func `A profile directory is made private`() async throws {
        try await Chromium.withDirectory { directory in
            let path = directory + "/a/b"
            try ProfileDirectory.prepare(path)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
            try ProfileDirectory.prepare(path)
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o700)
            try "x".write(toFile: directory + "/file", atomically: true, encoding: .utf8)
            #expect(await failure { try ProfileDirectory.prepare(directory + "/file") } == .profileUnusable)
        }
    }

    @Test func `Two at once do not get one profile, and the second follows the first`() async throws {
        try await Chromium.withDirectory { directory in
            try ProfileDirectory.prepare(directory)
            func first() async throws {
                let lock = try await ProfileLock.acquire(directory)
                lock.record(pid: 12)
                do {
                    _ = try await ProfileLock.acquire(directory, patience: .milliseconds(100))
                    Issue.record("It must be refused.")
                } catch {
                    #expect(code(of: error) == .profileInUse)
                    #expect("\(error)".contains("\(ProfileLock.hostName())-12"))
                }
                lock.record(pid: 13)
            }
            try await first()
            _ = try await ProfileLock.acquire(directory, patience: .seconds(10))
        }
    }

    @Test func `A wait status tells exit from signal`() {
        #expect(
            [0, 21 << 8, 9, 5 | 0x80].map { ProcessEnd(raw: $0) } == [
                .exited(0), .exited(21), .signalled(9), .signalled(5),
            ])
    }

    @Test func `The third crash within the window is one too many`() {
        var budget = CrashBudget(limit: 3, window: .seconds(600))
        let start = ContinuousClock.now
        let allowed = [0, 10, 20, 615].map { budget.allowsRecovery(at: start + .seconds($0)) }
        #expect(allowed == [true, true, false, true])
    }

    @Test func `A cookie's value appears in no description`() {
        let cookie = Cookie(name: "sid", value: "hush", domain: "x.org")
        var dumped = ""
        dump(cookie, to: &dumped)
        #expect(!"\(cookie) \(String(reflecting: cookie)) \(dumped)".contains("hush"))
    }
}
