/// A pack as pages work with it, with what was found since. What is only read is looked for by what was found first,
/// since that agreed with what is known; what is clicked, by the pack first.
struct HealedPack: Encodable, Sendable, Equatable {
    private struct Candidate: Encodable {
        var css: String
        var attribute: String?
        var name: String?
        var isRough: Bool
        /// Found, and not to be clicked or typed into yet.
        var isQuarantined: Bool
        var isFound: Bool
    }

    private enum Key: String, CodingKey {
        case name, version, urls, only, roles, invariants, overlays
    }

    let pack: SelectorPack
    let found: [SelectorLedger.Entry]

    func encode(to encoder: any Encoder) throws {
        var roles = pack.roles.mapValues { candidates in
            candidates.map {
                Candidate(
                    css: $0.css, attribute: $0.attribute, name: $0.name, isRough: $0.isRough, isQuarantined: false,
                    isFound: false)
            }
        }
        for entry in found {
            let candidate = Candidate(
                css: entry.css, attribute: entry.attribute, name: entry.name, isRough: false,
                isQuarantined: entry.standing == .quarantined, isFound: true)
            let place = entry.role.isActing ? roles[entry.role]?.count ?? 0 : 0
            roles[entry.role, default: []].insert(candidate, at: place)
        }
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(pack.name, forKey: .name)
        try container.encode(pack.version, forKey: .version)
        try container.encode(pack.urls, forKey: .urls)
        try container.encodeIfPresent(pack.only, forKey: .only)
        try container.encode(roles, forKey: .roles)
        let invariants = roles.keys.map { ($0, pack.invariants(of: $0)) }.filter { !$1.isEmpty }
        try container.encode(Dictionary(uniqueKeysWithValues: invariants), forKey: .invariants)
        try container.encode(pack.overlays, forKey: .overlays)
    }
}
