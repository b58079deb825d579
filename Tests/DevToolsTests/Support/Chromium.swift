import Foundation
import Testing

@testable import DevTools

/// The browser that the tests run: SWITCHBOARD_TEST_CHROMIUM, or the one on PATH.
enum Chromium {
    static let path: String? = {
        let environment = ProcessInfo.processInfo.environment
        let configured = environment["SWITCHBOARD_TEST_CHROMIUM"].flatMap { $0.isEmpty ? nil : $0 }
        return try? ExecutableSearch.find(configured: configured, path: environment["PATH"] ?? "")
    }()

    static var isInstalled: Bool { path != nil }

    static let missing: Comment = "No Chromium: install it or set SWITCHBOARD_TEST_CHROMIUM."

    /// A directory that is removed after `body`.
    static func withDirectory<R>(_ body: (String) async throws -> R) async throws -> R {
        let directory = FileManager.default.temporaryDirectory.appending(path: "devtools-\(UUID().uuidString)").path()
        do {
            let result = try await body(directory)
            try? FileManager.default.removeItem(atPath: directory)
            return result
        } catch {
            try? FileManager.default.removeItem(atPath: directory)
            throw error
        }
    }

    /// A browser with an empty profile, closed after `body`.
    static func withBrowser<R>(
        _ adjust: (inout BrowserConfiguration) -> Void = { _ in }, _ body: (Browser) async throws -> R
    ) async throws -> R {
        try await withDirectory { directory in
            var configuration = BrowserConfiguration(profileDirectory: directory, executable: path)
            adjust(&configuration)
            let browser = try await Browser.launch(configuration)
            do {
                let result = try await body(browser)
                await browser.close()
                return result
            } catch {
                await browser.close()
                throw error
            }
        }
    }

    /// A page of a fresh browser, showing this HTML.
    static func withPage<R>(_ html: String = "<p>hello", _ body: (Page) async throws -> R) async throws -> R {
        try await withBrowser { browser in
            let page = try await browser.newPage()
            try await page.navigate(to: document(html))
            return try await body(page)
        }
    }

    /// A page of a fresh browser, showing the first of these files; they can name each other.
    static func withFiles<R>(_ files: KeyValuePairs<String, String>, _ body: (Page) async throws -> R) async throws -> R
    {
        try await withDirectory { directory in
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            for (name, text) in files {
                try text.write(toFile: "\(directory)/\(name)", atomically: true, encoding: .utf8)
            }
            return try await withBrowser { browser in
                let page = try await browser.newPage()
                if let first = files.first { try await page.navigate(to: "file://\(directory)/\(first.key)") }
                return try await body(page)
            }
        }
    }

    static func document(_ html: String) -> String {
        "data:text/html;charset=utf-8;base64," + Data("<!doctype html>\(html)".utf8).base64EncodedString()
    }
}

/// The code, when it is an error of DevTools.
func code(of error: any Error) -> DevToolsError.Code? { (error as? DevToolsError)?.code }

/// The code that `body` fails with; nil when it succeeds.
func failure(_ body: () async throws -> Void) async -> DevToolsError.Code? {
    do {
        try await body()
        return nil
    } catch {
        return code(of: error)
    }
}

/// Waits until a condition holds; false when it does not within the limit.
func eventually(within limit: Duration = .seconds(5), _ condition: () async throws -> Bool) async rethrows -> Bool {
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
        if try await condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return try await condition()
}
