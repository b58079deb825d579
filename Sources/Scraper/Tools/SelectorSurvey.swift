/// What each selector of a pack led to on the pages that were visited. Pure.
struct SelectorSurvey: Sendable {
    let pack: SelectorPack
    /// Per role, for each candidate in its order, the most visible elements that a page had.
    private(set) var counts: [Role: [Int]] = [:]

    /// Roles that have to be found.
    private let expected: [Role]

    /// - Parameter expected: nil for all those without which the site cannot be used.
    init(pack: SelectorPack, expected: [Role]? = nil) {
        self.pack = pack
        self.expected = expected ?? Role.required(for: pack.form).filter { !Self.occasional.contains($0) }
    }

    mutating func add(_ page: [Role: [Int]]) {
        for (role, seen) in page {
            let before = counts[role] ?? []
            counts[role] = seen.enumerated().map { max($1, before.indices.contains($0) ? before[$0] : 0) }
        }
    }

    /// Not shown to somebody who is signed in, or only in a conversation with own messages.
    private static let occasional: [Role] = [.loginUsername, .loginPassword, .loginSubmit, .bubbleOwn]

    /// Roles without which nothing can be read or sent, and which no candidate finds.
    var missing: [Role] {
        expected.filter { role in (counts[role] ?? []).allSatisfy { $0 == 0 } }
    }

    var text: String {
        let width = Role.allCases.map(\.rawValue.count).max() ?? 0
        let lines = Role.allCases.compactMap { role -> String? in
            guard let candidates = pack.roles[role] else { return nil }
            let seen = counts[role] ?? []
            let first = seen.firstIndex { $0 > 0 }
            let name = role.rawValue + String(repeating: " ", count: width - role.rawValue.count)
            guard let first else {
                return "\(name)  \(missing.contains(role) ? "NOT FOUND" : "not shown")  \(candidates[0].css)"
            }
            return "\(name)  \(seen[first]) × candidate \(first + 1) of \(candidates.count)  \(candidates[first].css)"
        }
        let end = missing.isEmpty ? [] : ["", "not found: \(missing.map(\.rawValue).joined(separator: ", "))"]
        return (lines + end).joined(separator: "\n")
    }
}
