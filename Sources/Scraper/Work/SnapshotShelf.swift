import Shared

/// Which snapshots are made and which are kept. Pure.
///
/// A snapshot's file is called by its time and its failure, so that names in order are snapshots in order:
/// `2026-11-25T02-59-55Z-reading-bubble.html`.
struct SnapshotShelf: Sendable {
    /// The oldest beyond these are removed.
    static let fileLimit = 50
    static let ageLimit = Duration.seconds(14 * 86_400)
    /// The same failure is not kept again sooner.
    static let gap = Duration.seconds(60)

    private var lastMade: [String: Timestamp] = [:]

    /// Whether a failure is to be kept now; if so, the next of its kind has to wait.
    mutating func admits(_ failure: PageFailure, at now: Timestamp) -> Bool {
        if let last = lastMade[failure.slug], now.since(last) < Self.gap, now >= last { return false }
        lastMade[failure.slug] = now
        return true
    }

    static func name(_ failure: PageFailure, at now: Timestamp) -> String { "\(prefix(now))-\(failure.slug).html" }

    /// Which of a directory's files are too old or too many; those that are no snapshots are nobody's business.
    static func outdated(_ names: [String], at now: Timestamp) -> [String] {
        let ours = names.filter(isSnapshot).sorted()
        let oldest = prefix(Timestamp(milliseconds: now.milliseconds - Int64(ageLimit / .milliseconds(1))))
        let kept = ours.suffix(fileLimit).drop { $0 < oldest }
        return Array(ours.prefix(ours.count - kept.count))
    }

    /// To the second, with no character that a file system could refuse.
    private static func prefix(_ time: Timestamp) -> String {
        "\(time)".prefix(19).map { $0 == ":" ? "-" : String($0) }.joined() + "Z"
    }

    private static func isSnapshot(_ name: String) -> Bool {
        guard name.hasSuffix(".html") else { return false }
        let stem = name.dropLast(".html".count)
        let form = "0000-00-00T00-00-00Z-"
        guard stem.utf8.count > form.utf8.count, stem.utf8.allSatisfy({ isPlain($0) }) else { return false }
        return zip(stem.utf8, form.utf8).allSatisfy { letter, wanted in
            wanted == UInt8(ascii: "0") ? (48...57).contains(letter) : letter == wanted
        }
    }

    private static func isPlain(_ letter: UInt8) -> Bool {
        (48...57).contains(letter) || (65...90).contains(letter) || (97...122).contains(letter) || letter == 45
    }
}
