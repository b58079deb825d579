/// Someone who writes to the account's owner. Made from a seed; nobody real.
struct Person: Sendable, Hashable {
    /// Digits, as in the site's addresses: `#meet/member/<id>/chat`.
    let id: String
    let name: String
    let age: Int
    let city: String
    let style: Style
    let rhythm: Rhythm

    /// How somebody words things; each share is a probability of one message.
    struct Style: Sendable, Hashable {
        var emoji: Double
        var severalLines: Double
        var long: Double
        /// The same message twice in a row, as impatient people do ("hi", "hi").
        var repeated: Double
        var lowercase: Bool
    }

    /// How often somebody writes.
    enum Rhythm: Sendable, Hashable, CaseIterable {
        case eager
        case steady
        case slow

        /// Share of the messages that nobody asked for, against the others' shares.
        var weight: Int {
            switch self {
            case .eager: 5
            case .steady: 3
            case .slow: 1
            }
        }

        /// The probability that a reply of ours gets an answer.
        var answers: Double {
            switch self {
            case .eager: 0.9
            case .steady: 0.6
            case .slow: 0.3
            }
        }

        /// How long somebody thinks about our reply.
        var thinking: ClosedRange<Duration> {
            switch self {
            case .eager: .seconds(2)...(.seconds(5))
            case .steady: .seconds(3)...(.seconds(8))
            case .slow: .seconds(6)...(.seconds(15))
            }
        }
    }
}
