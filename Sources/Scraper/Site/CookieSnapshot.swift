import DevTools
import FoundationEssentials
import Logging
import ServiceRuntime
import Shared

/// Keeps the account's cookies across restarts of the browser, in a file that only the account's password opens.
///
/// Chromium loses the cookies of a session with every restart, and what it was given in the last half minute when it is
/// killed; without them the account would have to sign in again each time.
actor CookieSnapshot {
    static let name = "cookies.sealed"
    /// More than any site sets: Chromium itself keeps 180 for a domain.
    static let limit = 3000

    private let path: String
    private let password: Secret
    private let logger: Logger
    private var box: SealedBox?
    private var latest: Set<Cookie> = []
    private var hasFailed = false

    /// - Parameter folder: the browser's profile, which must be there before anything is saved.
    init(folder: String, password: Secret, logger: Logger) {
        path = folder + "/" + Self.name
        self.password = password
        self.logger = logger
    }

    /// Gives a browser the cookies that were saved last. What cannot be read is left: the account signs in again.
    func restore(to browser: Browser) async {
        guard !password.reveal().isEmpty, let data = try? Data(contentsOf: URL(filePath: path)) else { return }
        do {
            guard let opened = try SealedBox.open([UInt8](data), password: password.reveal()) else {
                logger.notice("the saved cookies were sealed with another password; the account signs in again")
                return
            }
            let cookies = try JSONDecoder().decode([Cookie].self, from: Data(opened.plain))
            box = opened.box
            try await browser.setCookies(cookies)
        } catch {
            logger.notice(
                "the saved cookies cannot be used; the account signs in again", metadata: ["reason": "\(error)"])
        }
    }

    /// Saves a browser's cookies, if they changed.
    func save(from browser: Browser) async {
        // A browser that has ended has none; what it had a moment ago is saved.
        guard !password.reveal().isEmpty, let cookies = try? await browser.cookies() else { return }
        let now = Set(cookies.prefix(Self.limit))
        guard now != latest else { return }
        do {
            let box = try self.box ?? SealedBox(password: password.reveal())
            self.box = box
            let plain = try JSONEncoder().encode(Array(now))
            try AtomicFile.write(try box.seal([UInt8](plain)), to: path)
            latest = now
            hasFailed = false
        } catch {
            guard !hasFailed else { return }
            hasFailed = true
            logger.warning(
                """
                the account's cookies cannot be saved, so that it would have to sign in again after a restart: is the disk \
                full, and may the scraper write to SWITCHBOARD_PROFILE_DIR?
                """, metadata: ["reason": "\(error)"])
        }
    }
}
