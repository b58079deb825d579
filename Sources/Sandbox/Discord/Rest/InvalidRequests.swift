import Foundation

/// Counts what Discord calls invalid requests: an address with 10,000 answers of 401, 403 or 429 within ten minutes is
/// shut out by Cloudflare until the ten minutes are over.
struct InvalidRequests: Sendable {
    static let limit = 10_000
    static let window: TimeInterval = 600

    private var end = Date.distantPast
    private var count = 0

    mutating func note(status: Int, isShared: Bool = false, at now: Date) {
        guard [401, 403, 429].contains(status), !isShared else { return }
        if end <= now {
            end = now + Self.window
            count = 0
        }
        count += 1
    }

    /// Seconds until requests are answered again; nil while the address is not shut out.
    func ban(at now: Date) -> TimeInterval? {
        count >= Self.limit && end > now ? end.timeIntervalSince(now) : nil
    }
}
