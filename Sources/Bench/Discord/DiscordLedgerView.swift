/// What the sandbox's Discord saw, as far as it is compared.
struct DiscordLedgerView: Decodable, Sendable {
    /// A message of ours in a post.
    struct Line: Sendable, Equatable {
        var number: Int
        /// Milliseconds since 1970.
        var at: Int64
    }

    private struct Ledger: Decodable {
        struct Thread: Decodable {
            struct Message: Decodable {
                var content: String
                var createdAtMs: Int64
            }
            var id: String
            var messages: [Message]
        }
        struct Requests: Decodable {
            var total: Int
            var rateLimited: Int
            var clientErrors: Int
        }
        var threads: [Thread]
        var requests: Requests
    }

    /// By thread, in order.
    private(set) var lines: [String: [Line]] = [:]
    private(set) var posts: [String: Int] = [:]
    let requests: Int
    let rateLimited: Int
    let clientErrors: Int

    var count: Int { lines.values.reduce(0) { $0 + $1.count } }

    private enum CodingKeys: CodingKey { case discord }

    init(from decoder: any Decoder) throws {
        let ledger = try decoder.container(keyedBy: CodingKeys.self).decode(Ledger.self, forKey: .discord)
        requests = ledger.requests.total
        rateLimited = ledger.requests.rateLimited
        clientErrors = ledger.requests.clientErrors
        for thread in ledger.threads {
            posts[thread.id] = thread.messages.count
            lines[thread.id] = thread.messages.flatMap { Self.lines(of: $0.content, at: $0.createdAtMs) }
        }
    }

    /// Each line is `**Person 7:** m12`.
    static func lines(of content: String, at time: Int64) -> [Line] {
        content.split(separator: "\n").compactMap { line in
            line.split(separator: " ").last.flatMap { $0.first == "m" ? Int($0.dropFirst()) : nil }
                .map { Line(number: $0, at: time) }
        }
    }
}
