/// Compares what was said in one conversation with what arrived somewhere, both in order. Pure.
///
/// Equal texts are told apart by their place: the second "hi" that arrived stands for the second "hi" that was said.
struct SequenceComparison: Equatable, Sendable {
    /// Said, and never arrived.
    var lost = 0
    /// Arrived, and never said.
    var unexpected = 0
    /// Arrived more often than it was said.
    var repeated = 0
    /// Arrived after something that was said later.
    var outOfOrder = 0
    /// For each text that arrived: where it was said and where it arrived.
    var matches: [(said: Int, arrived: Int)] = []

    init(said: [String], arrived: [String]) {
        var places: [String: [Int]] = [:]
        for (index, text) in said.enumerated() { places[text, default: []].append(index) }
        var taken: [String: Int] = [:]
        for (index, text) in arrived.enumerated() {
            let next = taken[text, default: 0]
            guard let known = places[text] else {
                unexpected += 1
                continue
            }
            guard next < known.count else {
                repeated += 1
                continue
            }
            taken[text] = next + 1
            matches.append((known[next], index))
        }
        lost = said.count - matches.count
        outOfOrder = matches.count - Self.longestAscending(matches.map(\.said))
    }

    static func == (left: Self, right: Self) -> Bool {
        (left.lost, left.unexpected, left.repeated, left.outOfOrder)
            == (right.lost, right.unexpected, right.repeated, right.outOfOrder)
            && left.matches.elementsEqual(right.matches) { $0 == $1 }
    }

    /// Length of the longest strictly ascending subsequence: what is left over had to be moved.
    private static func longestAscending(_ values: [Int]) -> Int {
        var tails: [Int] = []
        for value in values {
            let place = tails.firstIndex { $0 >= value } ?? tails.count
            if place == tails.count { tails.append(value) } else { tails[place] = value }
        }
        return tails.count
    }
}
