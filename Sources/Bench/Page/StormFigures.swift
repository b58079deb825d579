/// What the site has, next to what is stored of it.
struct StormFigures: Sendable, Equatable, Encodable {
    struct Line: Sendable, Hashable {
        var isOwn: Bool
        var text: String
    }

    /// Messages that the site has.
    var written = 0
    var stored = 0
    var lost = 0
    var duplicated = 0
    /// Conversations in which everything is there, in another order.
    var reordered = 0
    var wrongClicks = 0
    /// Seconds from the end of the traffic until everything was stored.
    var caughtUp = 0.0

    var isClean: Bool { written > 0 && lost == 0 && duplicated == 0 && reordered == 0 && wrongClicks == 0 }

    enum CodingKeys: String, CodingKey {
        case written, stored, lost, duplicated, reordered
        case wrongClicks = "wrong_clicks"
        case caughtUp = "caught_up_s"
    }

    init() {}

    init(site: SiteLedger, stored: [String: [Line]]) {
        wrongClicks = site.site.wrongClicks
        for conversation in site.conversations {
            let real = conversation.messages.map { Line(isOwn: $0.who == "owner", text: $0.text) }
            let known = stored[conversation.id] ?? []
            written += real.count
            self.stored += known.count
            var counts: [Line: Int] = [:]
            for line in real { counts[line, default: 0] += 1 }
            for line in known { counts[line, default: 0] -= 1 }
            lost += counts.values.reduce(0) { $0 + max(0, $1) }
            duplicated += counts.values.reduce(0) { $0 + max(0, -$1) }
            if counts.values.allSatisfy({ $0 == 0 }), real != known { reordered += 1 }
        }
    }
}

/// The part of the sandbox's ledger that is compared.
struct SiteLedger: Sendable, Decodable {
    struct Conversation: Sendable, Decodable {
        struct Message: Sendable, Decodable {
            var who: String
            var text: String
        }

        var id: String
        var messages: [Message]
    }

    struct Site: Sendable, Decodable {
        var wrongClicks: Int

        enum CodingKeys: String, CodingKey {
            case wrongClicks = "wrong_clicks"
        }
    }

    var conversations: [Conversation]
    var site: Site
}
