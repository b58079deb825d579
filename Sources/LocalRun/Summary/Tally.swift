/// Compares what the outside world saw with what the suite recorded. Pure.
struct Tally: Sendable {
    /// What became of a draft, from the suite's own records.
    struct Reply: Sendable {
        var conversation: String
        var text: String
        var state: String
        /// Ordinal of the message it answers.
        var answers: Int
        /// When the bubble was read back, in milliseconds since 1970.
        var seenAt: Int64?
        /// It was approved at some time.
        var wasApproved: Bool
    }

    private(set) var summary = Summary()
    private var latencies: [Int64] = []
    private var roundTrips: [Int64] = []

    init(ledger: Ledger, replies: [Reply], tab: String) {
        let threads = Dictionary(grouping: ledger.discord.threads) { $0.conversationID }
        let sheet = SheetView(ledger.google, tab: tab)
        let replies = Dictionary(grouping: replies, by: \.conversation)
        for conversation in ledger.conversations {
            count(conversation, threads[conversation.id] ?? [], sheet, replies[conversation.id] ?? [])
        }
        summary.sheet_rows = sheet.rowCount
        summary.p50_ms = Percentile.of(latencies, 50)
        summary.p99_ms = Percentile.of(latencies, 99)
        summary.round_trip_p50_ms = Percentile.of(roundTrips, 50)
    }

    private mutating func count(
        _ conversation: Ledger.Conversation, _ threads: [Ledger.Thread], _ sheet: SheetView, _ replies: [Reply]
    ) {
        let people = conversation.messages.filter { $0.who == "person" }
        summary.received += people.count

        // One conversation has one thread: what stands in a second one was shown twice.
        let posts = threads.flatMap(\.messages).filter { !$0.deleted }.sorted { $0.createdAtMs < $1.createdAtMs }
            .compactMap { post in RelayedPost.text(of: post.content).map { (text: $0, at: post.createdAtMs) } }
        summary.discord_messages += posts.count
        let inDiscord = SequenceComparison(said: people.map(\.text), arrived: posts.map(\.text))
        add(inDiscord)
        latencies += inDiscord.matches.map { posts[$0.arrived].at - people[$0.said].at }

        add(
            SequenceComparison(
                said: conversation.messages.map(\.text), arrived: sheet.texts(of: conversation.id)))

        summary.drafted += replies.count
        let approved = replies.filter(\.wasApproved)
        summary.approved += approved.count
        let delivered = approved.filter { $0.state == "delivered" }
        summary.delivered += delivered.count
        // Neither delivered nor told as failed: it was forgotten on the way.
        summary.lost += approved.filter { $0.state == "approved" }.count
        let typed = SequenceComparison(
            said: delivered.map(\.text).sorted(),
            arrived: conversation.messages.filter { $0.who == "owner" }.map(\.text).sorted())
        summary.lost += typed.lost
        summary.duplicated += typed.unexpected
        for reply in delivered {
            guard let seen = reply.seenAt, conversation.messages.indices.contains(reply.answers - 1) else { continue }
            roundTrips.append(seen - conversation.messages[reply.answers - 1].at)
        }
    }

    private mutating func add(_ comparison: SequenceComparison) {
        summary.lost += comparison.lost
        summary.duplicated += comparison.unexpected
        summary.out_of_order += comparison.outOfOrder
    }
}

extension Ledger.Thread {
    /// A thread is named `<name> · <the platform's id>`.
    fileprivate var conversationID: String {
        name.split(separator: "·").last.map { String($0.drop { $0 == " " }) } ?? ""
    }
}

/// The sheet's rows, read by the names in its header.
struct SheetView: Sendable {
    private var byConversation: [String: [String]] = [:]
    private(set) var rowCount = 0

    init(_ google: Ledger.Google, tab: String) {
        for tabs in google.sheets.values {
            guard let rows = tabs[tab], let header = rows.first?.map({ $0.text.lowercased() }),
                let conversation = header.firstIndex(of: "conversation id"), let text = header.firstIndex(of: "text")
            else { continue }
            for row in rows.dropFirst() where row.indices.contains(max(conversation, text)) {
                let id = row[conversation].text.split(separator: ":").last.map(String.init) ?? ""
                guard !id.isEmpty else { continue }
                byConversation[id, default: []].append(row[text].text)
                rowCount += 1
            }
        }
    }

    func texts(of conversation: String) -> [String] { byConversation[conversation] ?? [] }
}
