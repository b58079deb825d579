import FoundationEssentials

/// One page of the browser.
///
/// Every call has a deadline and ends with an error when the page crashes, is closed, or the browser ends; no call
/// stays. Dialogs are answered at once (no, or yes to `beforeunload`), pages that the site opens are closed, downloads,
/// permissions and file choosers are refused.
///
/// Errors are `DevToolsError`, or `CancellationError` when the calling task is cancelled.
public actor Page {
    let session: Session
    let callDeadline: Duration
    private let router: SessionRouter

    init(session: Session, router: SessionRouter, callDeadline: Duration) {
        self.session = session
        self.router = router
        self.callDeadline = callDeadline
    }

    /// Prepares the page, which the browser holds before its first script, and lets it run.
    func setUp() async throws {
        try await session.call(PageDomain.Enable(), deadline: callDeadline).discard()
        try await session.call(RuntimeDomain.Enable(), deadline: callDeadline).discard()
        try await session.call(PageDomain.SetLifecycleEventsEnabled(), deadline: callDeadline).discard()
        try await session.call(PageDomain.SetInterceptFileChooserDialog(), deadline: callDeadline).discard()
        try await session.call(EmulationDomain.SetFocusEmulationEnabled(), deadline: callDeadline).discard()
        try await session.call(RuntimeDomain.RunIfWaitingForDebugger(), deadline: callDeadline).discard()
    }

    /// What happens to the page from now on. Of events that are not read the newest 64 are kept. The stream ends when
    /// the page is closed or the browser ends.
    public nonisolated func events() -> AsyncStream<PageEvent> {
        session.events.subscribe(limit: 64)
    }

    /// Requests to these addresses fail. `*` stands for any characters. An empty list blocks nothing.
    public func setBlockedURLs(_ patterns: [String]) async throws {
        try await session.call(NetworkDomain.Enable(), deadline: callDeadline).discard()
        try await session.call(NetworkDomain.SetBlockedURLs(urls: patterns), deadline: callDeadline).discard()
    }

    public enum PictureFormat: Sendable, Equatable {
        case png
        /// - `quality`: 0 to 100.
        case jpeg(quality: Int)
    }

    /// The visible part of the page. It shows whatever the page shows: people's messages too.
    public func screenshot(fullPage: Bool = false, as format: PictureFormat = .png) async throws -> [UInt8] {
        let command =
            switch format {
            case .png: PageDomain.CaptureScreenshot(format: "png", captureBeyondViewport: fullPage)
            case .jpeg(let quality):
                PageDomain.CaptureScreenshot(format: "jpeg", quality: quality, captureBeyondViewport: fullPage)
            }
        let text = try await session.call(command, deadline: callDeadline).data
        guard let bytes = Data(base64Encoded: text) else {
            throw DevToolsError(.unexpectedResult, "The screenshot is not base64.")
        }
        return [UInt8](bytes)
    }

    /// Closes the page and waits until it is gone. Closing a closed page does nothing.
    public func close() async throws {
        try await router.close(session, deadline: callDeadline)
    }
}

extension Nothing {
    /// Says that an empty answer is left unread on purpose.
    func discard() {}
}
