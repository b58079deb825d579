/// Why a browser could not do what was asked.
///
/// `description` is safe to log and to show: it holds no text of a page, no cookie and no typed text. Where a message
/// repeats words of Chromium, they are Chromium's own and cut to 200 characters.
public struct DevToolsError: Error, Sendable {
    public enum Code: Hashable, Sendable {
        /// No browser is installed where we looked.
        case browserMissing
        /// The browser did not start, or ended before it answered.
        case launchFailed
        /// The profile directory belongs to a browser that runs, or may run.
        case profileInUse
        /// The profile directory cannot be made private or written.
        case profileUnusable
        /// A setting that cannot be honoured.
        case invalidConfiguration
        /// The browser has ended, or is being closed.
        case closed
        /// The page's renderer has crashed. `Page.reload` revives it.
        case crashed
        /// The page has been closed.
        case detached
        /// The deadline of the call passed. Whether the call took effect is not known.
        case timeout
        /// The document that the call was meant for went away. Whether the call took effect is not known.
        case contextLost
        /// Chromium refused the call with this JSON-RPC code.
        case refused(Int)
        /// The script threw an exception.
        case javascript
        /// The page could not be loaded.
        case navigationFailed
        /// The answer has another shape than the call asked for.
        case unexpectedResult
        /// An argument that cannot be written as JSON.
        case invalidArgument
        /// Too many calls or bytes are waiting for the browser.
        case overloaded
        /// An element cannot be pressed; nothing was pressed.
        case unreachable(Obstacle)
    }

    /// What stands between the mouse and an element.
    public enum Obstacle: String, Hashable, Sendable, Codable {
        /// No element matches.
        case missing
        /// It was taken out of the document.
        case gone
        /// It is disabled.
        case disabled
        /// It has no area in the view.
        case hidden
        /// It does not stop moving.
        case moving
        /// Another element lies over its centre.
        case covered
    }

    public let code: Code
    /// What went wrong and, where a person can do something about it, what to do.
    public let message: String
    /// The error that this one was made from.
    public let underlying: (any Error)?

    public init(_ code: Code, _ message: String, underlying: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.underlying = underlying
    }

    /// True where the same call may succeed later without a person's help: after a pause, a reload or a restart of the
    /// browser. It says nothing about whether a repeated call is harmless.
    public var isRetriable: Bool {
        switch code {
        case .closed, .crashed, .timeout, .contextLost, .navigationFailed, .overloaded, .unreachable, .launchFailed:
            true
        case .browserMissing, .profileInUse, .profileUnusable, .invalidConfiguration, .detached, .refused, .javascript,
            .unexpectedResult, .invalidArgument:
            false
        }
    }
}

extension DevToolsError: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String { "\(code): \(message)" }

    public var debugDescription: String {
        guard let underlying else { return "DevToolsError(\(description))" }
        return "DevToolsError(\(description), underlying: \(String(reflecting: underlying)))"
    }
}

extension DevToolsError {
    static func timeout(_ what: String, after limit: Duration) -> DevToolsError {
        DevToolsError(.timeout, "\(what) was not answered within \(limit).")
    }

    static let pageDetached = DevToolsError(.detached, "The page has been closed.")

    static let pageCrashed = DevToolsError(.crashed, "The page's renderer has crashed; reload the page.")
}
