/// When an attachment that could not be loaded is tried again. Pure.
struct AttachmentRetry: Sendable {
    /// A moment for what the site is still working on, a while for a site that is down.
    static let standard = AttachmentRetry(pauses: [.seconds(2), .seconds(30), .seconds(600)])

    let pauses: [Duration]

    /// - Parameter tries: how often it was tried before in vain.
    /// - Returns: nil when it is not worth another try.
    func pause(after tries: Int) -> Duration? { pauses.indices.contains(tries) ? pauses[tries] : nil }
}
