import Foundation

@testable import DevTools

/// A shell script in the browser's place.
enum FakeBrowser {
    /// Answers every call as if it were `Browser.getVersion`, until told otherwise.
    static let obedient = """
        while IFS= read -r -d '' call <&3; do
            id=${call#*\\"id\\":}; id=${id%%[,\\}]*}
            printf '{"id":%s,"result":{"product":"fake","userAgent":"fake","protocolVersion":"1","targetId":"T"}}\\0' "$id" >&4
        done
        """

    /// Starts the script as a browser and hands it to `body`.
    static func launch<R>(
        _ script: String, startDeadline: Duration = .seconds(5), callDeadline: Duration = .milliseconds(300),
        _ body: (Browser) async throws -> R
    ) async throws -> R {
        try await Chromium.withDirectory { directory in
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            let program = directory + "/browser"
            try "#!/bin/bash\n\(script)\n".write(toFile: program, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
            var configuration = BrowserConfiguration(profileDirectory: directory + "/profile", executable: program)
            configuration.startDeadline = startDeadline
            configuration.callDeadline = callDeadline
            configuration.closeDeadline = .milliseconds(500)
            let browser = try await launchWhenWritten(configuration)
            let result = try await body(browser)
            await browser.close()
            return result
        }
    }

    /// Another test's process that is just being started holds our script open for writing until it runs its own
    /// program; meanwhile the kernel calls the script busy.
    private static func launchWhenWritten(_ configuration: BrowserConfiguration) async throws -> Browser {
        let end = ContinuousClock.now + .seconds(5)
        while true {
            do {
                return try await Browser.launch(configuration)
            } catch let error as DevToolsError where "\(error)".contains("Text file busy") && .now < end {
                await Task.yield()
            }
        }
    }
}
