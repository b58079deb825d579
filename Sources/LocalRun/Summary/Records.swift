import Mongo
import Shared
import Store

/// What the suite itself has on record: for the summary, for names, and for knowing when everything is done.
struct Records: Sendable {
    let client: MongoClient

    /// Counts what is still on its way.
    struct Backlog: Sendable, Equatable, CustomStringConvertible {
        var outbox: Int
        var drafts: Int
        var rows: Int
        var isEmpty: Bool { outbox == 0 && drafts == 0 && rows == 0 }
        var description: String { "\(outbox) events, \(drafts) drafts and \(rows) rows are on their way" }
    }

    private struct Key: Decodable { var _id: String }

    private struct Name: Decodable {
        var _id: String
        var name: String
    }

    func names() async throws -> [(id: String, name: String)] {
        try await client.run { session in
            try session.collection(ConversationDocument.collection).find(
                as: Name.self, projection: ["name": 1], limit: 10_000
            ).map { ($0._id, $0.name) }
        }
    }

    func backlog() async throws -> Backlog {
        try await client.run { session in
            Backlog(
                outbox: try session.collection("outbox").countDocuments(["state": "pending"]),
                drafts: try session.collection(DraftDocument.collection).countDocuments(
                    ["state": ["$in": ["offered", "approved"]]]),
                rows: try session.collection("sheet_rows").countDocuments(["state": ["$ne": "written"]]))
        }
    }

    func replies() async throws -> [Tally.Reply] {
        try await client.run { session in
            let bubbles = try session.collection(MessageDocument.collection).find(
                as: MessageDocument.self, filter: ["draft": ["$exists": true]], limit: 100_000)
            let seen = Dictionary(
                bubbles.map { ($0.draft ?? "", Timestamp($0.observedAt).milliseconds) }, uniquingKeysWith: min)
            let uncertain = Set(
                try session.collection(EffectDocument.collection).find(
                    as: Key.self, filter: ["state": "ambiguous"], projection: ["_id": 1], limit: 100_000
                ).map(\._id))
            return try session.collection(DraftDocument.collection).find(as: DraftDocument.self, limit: 100_000).map {
                draft in
                let state = draft.state
                return Tally.Reply(
                    conversation: draft.conversation.split(separator: ":").last.map(String.init) ?? "",
                    text: draft.text, state: state.rawValue,
                    answers: draft.message.split(separator: "#").last.flatMap { Int($0) } ?? 0,
                    seenAt: seen[draft._id], wasApproved: [.approved, .delivered, .failed].contains(state),
                    isUncertain: uncertain.contains("page.reply:\(draft._id)"))
            }
        }
    }

    /// Every event of the run, byte for byte as it was published, one in a line.
    func events() async throws -> [UInt8] {
        struct Row: Decodable { var body: [UInt8] }
        return try await client.run { session in
            try session.collection("outbox").find(as: Row.self, sort: ["_id": 1], limit: 100_000)
                .reduce(into: [UInt8]()) { $0 += $1.body + [10] }
        }
    }

    /// Which events there are, and which of them each service has handled or given up.
    func settlements() async throws -> Settlements {
        struct Event: Decodable {
            var _id: String
            var name: String
        }
        return try await client.run { session in
            let events = try session.collection("outbox").find(
                as: Event.self, sort: ["_id": 1], projection: ["name": 1], limit: 100_000)
            // Events first: what is handled meanwhile only looks settled sooner.
            let handled = try session.collection("inbox").find(as: Key.self, projection: ["_id": 1], limit: 1_000_000)
            let gaps = try session.collection(GapDocument.collection).find(
                as: Key.self, projection: ["_id": 1], limit: 100_000)
            return Settlements(
                events: events.compactMap { event in
                    EventName(rawValue: event.name).map { (id: event._id, name: $0) }
                }, settled: Set((handled + gaps).map(\._id)))
        }
    }
}
