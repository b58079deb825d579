/// How what a page shows differs from what is stored. Pure.
///
/// Between two messages that are both stored and shown the page leaves no doubt: what is stored there and not shown was
/// deleted, what is shown and not stored is new, and one of each in the same place is an edit. After the last of them an
/// edit needs evidence of its own (the same id, the same time, or the page's mark), because a message may as well have
/// been deleted and another written. Before the first, the page simply begins later, unless it shows the whole.
struct TranscriptDiff: Equatable, Sendable {
    typealias Pair = TranscriptAlignment.Pair

    /// Bubbles that are not stored, oldest first.
    var new: [Int] = []
    /// Those of them that stand before one which is stored.
    var late: Set<Int> = []
    /// Bubbles that are stored with another text.
    var edits: [Pair] = []
    /// Stored messages that the page should show and does not, oldest first. A page that lags behind looks the same, so
    /// one look proves nothing.
    var missing: [Int] = []
    /// Nothing on the page is stored, though something is: it begins after the last stored message.
    var isDetached = false

    /// - Parameters:
    ///   - stored: the latest stored messages, oldest first.
    ///   - isStoredWhole: they are all there are.
    ///   - isShownWhole: the first bubble is the conversation's first.
    init(stored: [MessageKey], isStoredWhole: Bool, shown: [MessageKey], isShownWhole: Bool) {
        // What was stored late stands elsewhere on the page: it would only disturb the order of the others.
        let inPlace = stored.indices.filter { !stored[$0].isLate }
        compare(inPlace.map { stored[$0] }, isStoredWhole, shown, isShownWhole)
        edits = edits.map { Pair(stored: inPlace[$0.stored], shown: $0.shown) }
        missing = missing.map { inPlace[$0] }
        for index in stored.indices where stored[index].isLate {
            find(index, stored[index], in: shown)
        }
        edits.sort { $0.stored < $1.stored }
        missing.sort()
    }

    /// A message that was stored late is one of the bubbles that seem new.
    private mutating func find(_ index: Int, _ key: MessageKey, in shown: [MessageKey]) {
        let same = new.firstIndex { key.matches(shown[$0]) } ?? new.firstIndex { key.isEvidently(editedTo: shown[$0]) }
        guard let same else { return missing.append(index) }
        let place = new.remove(at: same)
        late.remove(place)
        if key.text != shown[place].text { edits.append(Pair(stored: index, shown: place)) }
    }

    private mutating func compare(
        _ stored: [MessageKey], _ isStoredWhole: Bool, _ shown: [MessageKey], _ isShownWhole: Bool
    ) {
        let isWhole = isStoredWhole && isShownWhole
        let pairs = TranscriptAlignment(stored: stored, shown: shown, areWhole: isWhole).pairs
        edits = pairs.filter { stored[$0.stored].text != shown[$0.shown].text }
        guard let first = pairs.first, let last = pairs.last else {
            if isWhole || stored.isEmpty {
                compare(stored, 0..<stored.count, shown, 0..<shown.count, isEnclosed: false)
            } else {
                new = Array(shown.indices)
                isDetached = !shown.isEmpty
            }
            return
        }
        if isWhole { compare(stored, 0..<first.stored, shown, 0..<first.shown, isEnclosed: true) }
        for (left, right) in zip(pairs, pairs.dropFirst()) {
            compare(
                stored, left.stored + 1..<right.stored, shown, left.shown + 1..<right.shown, isEnclosed: true)
        }
        late = Set(new)
        compare(
            stored, last.stored + 1..<stored.count, shown, last.shown + 1..<shown.count, isEnclosed: false)
    }

    /// One stretch in which nothing matches.
    /// - Parameter isEnclosed: it lies between messages that match.
    private mutating func compare(
        _ stored: [MessageKey], _ storedRange: Range<Int>, _ shown: [MessageKey], _ shownRange: Range<Int>,
        isEnclosed: Bool
    ) {
        let isOneEach = isEnclosed && storedRange.count == shownRange.count
        var next = shownRange.lowerBound
        for index in storedRange {
            let found = (next..<shownRange.upperBound).first { candidate in
                stored[index].isEvidently(editedTo: shown[candidate])
                    || isOneEach && candidate - shownRange.lowerBound == index - storedRange.lowerBound
                        && stored[index].mayBecome(shown[candidate])
            }
            guard let found else {
                missing.append(index)
                continue
            }
            new += next..<found
            edits.append(Pair(stored: index, shown: found))
            next = found + 1
        }
        new += next..<shownRange.upperBound
    }
}

extension MessageKey {
    /// Whether nothing speaks against `other` being this message with another text.
    fileprivate func mayBecome(_ other: MessageKey) -> Bool {
        isOwn == other.isOwn && (id == nil || other.id == nil) && (at == nil || other.at == nil || at == other.at)
    }
}
