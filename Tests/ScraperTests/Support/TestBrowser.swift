import DevTools
import Foundation

@testable import Scraper

/// A browser with a profile of its own, without a site.
enum TestBrowser {
    static func with<R: Sendable>(_ body: (Browser) async throws -> R) async throws -> R {
        let profile = FileManager.default.temporaryDirectory.appending(path: "scraper-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: profile) }
        let browser = try await Browser.launch(
            BrowserConfiguration(profileDirectory: profile, executable: RunningSite.browserPath))
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
