/// What a conversation's page shows speaks against what is stored in a way that no person's doing explains: one role of
/// the pack leads elsewhere, though the others still fit. Pure.
struct PageDoubt: Equatable, Sendable {
    var role: Role
    /// What is read now would be stored wrongly; otherwise only something is lacking.
    var isGrave: Bool

    /// So many messages must be known again on the page for the rest of it to be judged by them.
    static let leastKnown = 3

    /// Nobody sends so many pictures in a row; of fewer, a page may show nothing else.
    static let mostPictures = 20

    /// - Parameter stored: the latest stored messages, oldest first.
    init?(_ transcript: Transcript, stored: [KnownContent.Message]) {
        let shown = transcript.bubbles
        let isEnough = transcript.isComplete || shown.count >= Self.mostPictures
        if isEnough, shown.allSatisfy(\.text.isEmpty), stored.suffix(shown.count).contains(where: { !$0.text.isEmpty })
        {
            self.init(role: .bubbleText, isGrave: true)
            return
        }
        // What was found among one side's messages need not lead to the other's.
        let isFoundForOne = transcript.isFound && Set(stored.suffix(shown.count).map(\.isOwn)).count == 2
        if isFoundForOne, Self.isOneSided(shown) {
            self.init(role: .bubbleOwn, isGrave: true)
            return
        }
        // Whose they are and when is what is in question.
        let pairs = TranscriptAlignment(
            stored: stored.map { Self.key($0.text) }, shown: shown.map { Self.key($0.text) }
        ).pairs
        guard pairs.count >= Self.leastKnown, let first = pairs.first else { return nil }
        if Self.isOneSided(shown), pairs.contains(where: { stored[$0.stored].isOwn != shown[$0.shown].isOwn }),
            pairs.allSatisfy({ shown[$0.shown].isOwn == shown[first.shown].isOwn })
        {
            self.init(role: .bubbleOwn, isGrave: true)
        } else if transcript.isComplete, first.stored > 0 {
            self.init(role: .loadEarlier, isGrave: false)
        } else if shown.allSatisfy({ $0.at == nil }), pairs.allSatisfy({ stored[$0.stored].at != nil }) {
            self.init(role: .bubbleTime, isGrave: false)
        } else {
            return nil
        }
    }

    private init(role: Role, isGrave: Bool) {
        (self.role, self.isGrave) = (role, isGrave)
    }

    /// Whether it is worth asking what is stored: most pages show all that they should.
    /// - Parameter isNew: it was just opened; later its beginning does not change.
    static func isPossible(_ transcript: Transcript, isNew: Bool) -> Bool {
        let bubbles = transcript.bubbles
        return bubbles.count >= leastKnown
            && (isOneSided(bubbles) || isNew && transcript.isComplete || bubbles.allSatisfy { $0.at == nil }
                || bubbles.allSatisfy(\.text.isEmpty))
    }

    private static func isOneSided(_ bubbles: [Transcript.Bubble]) -> Bool {
        bubbles.allSatisfy(\.isOwn) || !bubbles.contains(where: \.isOwn)
    }

    private static func key(_ text: String) -> MessageKey {
        MessageKey(isOwn: false, text: BubbleOwnership.folded(text).joined(separator: " "))
    }
}
