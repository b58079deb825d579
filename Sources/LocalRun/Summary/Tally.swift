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
        /// Nobody can know whether it was typed, and the operator was told so.
        var isUncertain = false
    }

    private(set) var summary = Summary()
    private(set) var findings = Findings()
    private var latencies: [Int64] = []
    private var roundTrips: [Int64] = []

    init(ledger: Ledger, replies: [Reply], tab: String) {
        let threads = Dictionary(grouping: ledger.discord.threads) { $0.conversationID }
        let sheet = SheetView(ledger.google, tab: tab)
        let replies = Dictionary(grouping: replies, by: \.conversation)
        for conversation in ledger.conversations {
            count(conversation, threads[conversation.id] ?? [], sheet, replies[conversation.id] ?? [])
        }
        summary.lost = findings.lost
        summary.duplicated = findings.unexpected + findings.repeated
        summary.out_of_order = findings.reordered
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

        let typed = TypedReplies(
            bubbles: conversation.messages.filter { $0.who == "owner" }.map(\.text), replies: replies)

        // One conversation has one thread: what stands in a second one was shown twice.
        let posts = threads.flatMap(\.messages).filter { !$0.deleted }.sorted { $0.createdAtMs < $1.createdAtMs }
            .flatMap { post in RelayedPost.all(in: post.content).map { (post: $0, at: post.createdAtMs) } }
        let relayed = posts.filter { !$0.post.isByHand }
        summary.discord_messages += relayed.count
        let inDiscord = SequenceComparison(said: people.map(\.inDiscord), arrived: relayed.map(\.post.text))
        note(inDiscord, \.lostPosts, \.repeatedPosts, "posts of \(conversation.id)")
        // A bubble that nobody can know of may be shown as written by hand; its card tells of it in any case.
        var byHand = SequenceComparison(
            said: typed.byHand, arrived: posts.filter(\.post.isByHand).map(\.post.text))
        byHand.lost = 0
        note(byHand, \.lostPosts, \.repeatedPosts, "posts by hand of \(conversation.id)")
        let cards = threads.flatMap(\.messages).count { !$0.deleted && RelayedPost.isCard($0.content) }
        add(max(0, cards - replies.count), to: \.repeatedPosts, "cards of \(conversation.id): repeated")
        latencies += inDiscord.matches.map { relayed[$0.arrived].at - people[$0.said].at }

        let inSheet = SequenceComparison(
            said: conversation.messages.map(\.inSheet), arrived: sheet.texts(of: conversation.id))
        note(inSheet, \.lostRows, \.repeatedRows, "rows of \(conversation.id)")
        findings.ok += people.count - max(inDiscord.lost, min(inSheet.lost, people.count))

        summary.drafted += replies.count
        let approved = replies.filter(\.wasApproved)
        summary.approved += approved.count
        let delivered = approved.filter { $0.state == "delivered" }
        summary.delivered += delivered.count
        // Neither delivered nor told as failed: it was forgotten on the way.
        add(approved.count { $0.state == "approved" }, to: \.untoldReplies, "approved replies of \(conversation.id)")
        add(typed.lost, to: \.lostReplies, "delivered replies of \(conversation.id)")
        add(typed.repeated, to: \.repeatedReplies, "typed replies of \(conversation.id)")
        add(typed.unexpected, to: \.unexpected, "bubbles of \(conversation.id)")
        findings.typedUnknowingly += typed.unknowing
        for reply in delivered {
            guard let seen = reply.seenAt, conversation.messages.indices.contains(reply.answers - 1) else { continue }
            roundTrips.append(seen - conversation.messages[reply.answers - 1].at)
        }
    }

    private mutating func note(
        _ comparison: SequenceComparison, _ lost: WritableKeyPath<Findings, Int>,
        _ repeated: WritableKeyPath<Findings, Int>, _ place: String
    ) {
        add(comparison.lost, to: lost, "\(place): lost")
        add(comparison.repeated, to: repeated, "\(place): repeated")
        add(comparison.unexpected, to: \.unexpected, "\(place): unexpected")
        add(comparison.outOfOrder, to: \.reordered, "\(place): reordered")
    }

    private mutating func add(_ count: Int, to figure: WritableKeyPath<Findings, Int>, _ place: String) {
        guard count > 0 else { return }
        findings[keyPath: figure] += count
        findings.places.append("\(count) \(place)")
    }
}

extension Ledger.Thread {
    /// A thread is named `<name> · <the platform's id>`.
    fileprivate var conversationID: String {
        name.split(separator: "·").last.map { String($0.drop { $0 == " " }) } ?? ""
    }
}
