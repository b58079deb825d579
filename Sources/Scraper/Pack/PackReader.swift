import CheckedYAML
import Yams

/// Reads a pack's YAML and collects every fault with its line.
///
/// A misspelt role would otherwise be a role that is silently never found.
struct PackReader: CheckedReader {
    var faults: [FileFault] = []

    /// Nil when nothing can be made of the text; `faults` says why. A pack with faults must not be used.
    mutating func read(_ yaml: String) -> SelectorPack? {
        guard let root = root(of: yaml) else { return nil }
        let fields = self.fields(
            of: root, required: ["name", "version", "urls", "roles"], optional: ["only", "overlays", "attachmentHosts"])
        let only = fields["only"].map { text($0) }
        let urls = urls(fields["urls"], hasOnly: only != nil)
        var pack = SelectorPack(
            name: text(fields["name"]), version: fields["version"]?.int ?? 0, urls: urls, only: only, roles: [:],
            overlays: overlays(fields["overlays"]))
        pack.attachmentHosts = hosts(fields["attachmentHosts"])
        readRoles(fields["roles"], into: &pack)
        check(pack, fields)
        return pack
    }

    // MARK: Parts

    private mutating func urls(_ node: Node?, hasOnly: Bool) -> SelectorPack.Addresses {
        let fields = self.fields(of: node, required: ["inbox"], optional: ["login", "conversation", "conversationID"])
        let urls = SelectorPack.Addresses(
            login: fields["login"].map { text($0) }, inbox: text(fields["inbox"]),
            conversation: fields["conversation"].map { text($0) },
            conversationID: fields["conversationID"].map { text($0) })
        if let node = fields["conversation"] {
            if hasOnly {
                fault(node, "conversation is not for a site with one conversation only: inbox is its address")
            }
            if urls.conversation?.split(separator: "{id}", omittingEmptySubsequences: false).count != 2 {
                fault(node, "conversation must hold {id} once")
            }
            if fields["conversationID"] == nil { fault(node, "conversation needs conversationID beside it") }
        }
        if let node = fields["conversationID"], let given = urls.conversationID {
            if fields["conversation"] == nil { fault(node, "conversationID needs conversation beside it") }
            guard let pattern = try? Regex(given) else {
                fault(node, "conversationID is not a regular expression")
                return urls
            }
            if (try? pattern.wholeMatch(in: "")) != nil { fault(node, "conversationID matches nothing at all") }
            if !given.contains("(") { fault(node, "conversationID needs a group around the id") }
        }
        return urls
    }

    private mutating func readRoles(_ node: Node?, into pack: inout SelectorPack) {
        guard let node else { return }
        guard let mapping = node.mapping else { return fault(node, "roles must be a mapping") }
        for (key, value) in mapping {
            let name = key.string ?? ""
            guard let role = Role(rawValue: name) else {
                fault(key, "there is no role \(name)\(Self.suggestion(for: name, in: Role.allCases.map(\.rawValue)))")
                continue
            }
            if case .mapping = value {
                let fields = self.fields(of: value, required: ["find"], optional: ["must"])
                pack.roles[role] = candidates(fields["find"], of: name)
                if let must = fields["must"] { pack.invariants[role] = invariants(must) }
            } else {
                pack.roles[role] = candidates(value, of: name)
            }
        }
        let missing = Role.required(for: pack.form).filter { pack.roles[$0] == nil }
        if !missing.isEmpty { fault(node, "roles lacks \(missing.map(\.rawValue).joined(separator: ", "))") }
    }

    private mutating func candidates(_ node: Node?, of role: String) -> [SelectorPack.Candidate]? {
        guard let node else { return nil }
        guard let list = node.sequence, !list.isEmpty else {
            fault(node, "\(role) must be a list of selectors, best first")
            return nil
        }
        return list.compactMap { candidate($0, of: role) }
    }

    private mutating func invariants(_ node: Node) -> [Invariant] {
        guard let list = node.sequence else {
            fault(node, "must is a list of \(Invariant.allCases.map(\.rawValue).joined(separator: ", "))")
            return []
        }
        return list.compactMap { item in
            let name = item.string ?? ""
            if let invariant = Invariant(rawValue: name) { return invariant }
            fault(
                item,
                "\(name) is nothing that an element can be asked to be"
                    + Self.suggestion(for: name, in: Invariant.allCases.map(\.rawValue)))
            return nil
        }
    }

    /// A plain selector, or `{css, attribute, name, rough}`.
    private mutating func candidate(_ node: Node, of role: String) -> SelectorPack.Candidate? {
        if case .scalar = node { return SelectorPack.Candidate(css: text(node)) }
        let fields = self.fields(of: node, required: ["css"], optional: ["attribute", "name", "rough"])
        guard let css = fields["css"] else { return nil }
        if let node = fields["rough"] {
            if node.bool == nil { fault(node, "rough is true or false") }
            if !role.hasSuffix("Time") { fault(node, "rough is for times only") }
        }
        return SelectorPack.Candidate(
            css: text(css), attribute: fields["attribute"].map { text($0) },
            name: fields["name"].map { text($0) }, isRough: fields["rough"]?.bool ?? false)
    }

    private mutating func hosts(_ node: Node?) -> [String] {
        guard let node else { return [] }
        guard let list = node.sequence else {
            fault(node, "attachmentHosts must be a list of host names")
            return []
        }
        return list.compactMap { item in
            let host = text(item).lowercased()
            let name = host.hasPrefix("*.") ? host.dropFirst(2) : host[...]
            let isName = name.utf8.allSatisfy {
                (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 46
            }
            // A whole top-level domain, or every address there is, would be no list at all.
            guard isName, name.split(separator: ".", omittingEmptySubsequences: false).count > 1 || host == "localhost"
            else {
                fault(item, "\(host) is no host name, such as images.example.com or *.example.com")
                return nil
            }
            return host
        }
    }

    private mutating func overlays(_ node: Node?) -> [SelectorPack.Overlay] {
        guard let node else { return [] }
        guard let list = node.sequence else {
            fault(node, "overlays must be a list")
            return []
        }
        return list.map { item in
            let fields = self.fields(of: item, required: ["name", "shown", "dismiss"])
            let dismiss = fields["dismiss"]?.sequence.map(Array.init) ?? []
            if let node = fields["dismiss"], dismiss.isEmpty { fault(node, "dismiss must be a list of selectors") }
            return SelectorPack.Overlay(
                name: text(fields["name"]), shown: text(fields["shown"]), dismiss: dismiss.map { text($0) })
        }
    }

    private mutating func check(_ pack: SelectorPack, _ fields: [String: Node]) {
        if let node = fields["name"],
            pack.name.isEmpty
                || !pack.name.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 })
        {
            fault(node, "name must be lower-case letters, digits and -")
        }
        if let node = fields["only"], pack.only?.isEmpty != false { fault(node, "only must be the conversation's id") }
        if let node = fields["version"], pack.version < 1 { fault(node, "version must be a number from 1") }
        for name in Set(pack.overlays.map(\.name)) where pack.overlays.count(where: { $0.name == name }) > 1 {
            faults.append(FileFault(problem: "two overlays are called \(name)"))
        }
    }
}
