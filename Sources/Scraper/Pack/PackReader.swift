import Yams

/// Reads a pack's YAML and collects every fault with its line.
///
/// A misspelt role would otherwise be a role that is silently never found.
struct PackReader {
    private(set) var faults: [PackFault] = []

    /// Nil when nothing can be made of the text; `faults` says why. A pack with faults must not be used.
    mutating func read(_ yaml: String) -> SelectorPack? {
        let root: Node?
        do {
            root = try compose(yaml: yaml)
        } catch {
            faults.append(PackFault(line: Self.line(of: error), problem: "is not YAML (\(Self.words(of: error)))"))
            return nil
        }
        guard let root, case .mapping = root else {
            faults.append(PackFault(problem: "it is empty, or no mapping"))
            return nil
        }
        let fields = self.fields(of: root, required: ["name", "version", "urls", "roles"], optional: ["overlays"])
        let pack = SelectorPack(
            name: text(fields["name"]), version: fields["version"]?.int ?? 0, urls: urls(fields["urls"]),
            roles: roles(fields["roles"]), overlays: overlays(fields["overlays"]))
        check(pack, fields)
        return pack
    }

    // MARK: Parts

    private mutating func urls(_ node: Node?) -> SelectorPack.Addresses {
        let fields = self.fields(of: node, required: ["login", "inbox", "conversation", "conversationID"])
        let urls = SelectorPack.Addresses(
            login: text(fields["login"]), inbox: text(fields["inbox"]), conversation: text(fields["conversation"]),
            conversationID: text(fields["conversationID"]))
        if let node = fields["conversation"],
            urls.conversation.split(separator: "{id}", omittingEmptySubsequences: false).count != 2
        {
            fault(node, "conversation must hold {id} once")
        }
        if let node = fields["conversationID"] {
            guard let pattern = try? Regex(urls.conversationID) else {
                fault(node, "conversationID is not a regular expression")
                return urls
            }
            if (try? pattern.wholeMatch(in: "")) != nil { fault(node, "conversationID matches nothing at all") }
            if !urls.conversationID.contains("(") { fault(node, "conversationID needs a group around the id") }
        }
        return urls
    }

    private mutating func roles(_ node: Node?) -> [Role: [SelectorPack.Candidate]] {
        guard let node else { return [:] }
        guard let mapping = node.mapping else {
            fault(node, "roles must be a mapping")
            return [:]
        }
        var roles: [Role: [SelectorPack.Candidate]] = [:]
        for (key, value) in mapping {
            let name = key.string ?? ""
            guard let role = Role(rawValue: name) else {
                fault(key, "there is no role \(name)\(Self.suggestion(for: name, in: Role.allCases.map(\.rawValue)))")
                continue
            }
            guard let list = value.sequence, !list.isEmpty else {
                fault(value, "\(name) must be a list of selectors, best first")
                continue
            }
            roles[role] = list.compactMap { candidate($0, of: name) }
        }
        let missing = Role.required.filter { roles[$0] == nil }
        if !missing.isEmpty {
            fault(node, "roles lacks \(missing.map(\.rawValue).joined(separator: ", "))")
        }
        return roles
    }

    /// A plain selector, or `{css, attribute, name}`.
    private mutating func candidate(_ node: Node, of role: String) -> SelectorPack.Candidate? {
        if case .scalar = node { return SelectorPack.Candidate(css: text(node)) }
        let fields = self.fields(of: node, required: ["css"], optional: ["attribute", "name"])
        guard let css = fields["css"] else { return nil }
        return SelectorPack.Candidate(
            css: text(css), attribute: fields["attribute"].map { text($0) },
            name: fields["name"].map { text($0) })
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
        if let node = fields["version"], pack.version < 1 { fault(node, "version must be a number from 1") }
        for name in Set(pack.overlays.map(\.name)) where pack.overlays.count(where: { $0.name == name }) > 1 {
            faults.append(PackFault(problem: "two overlays are called \(name)"))
        }
    }

    // MARK: Nodes

    private mutating func fields(
        of node: Node?, required: [String], optional: [String] = []
    ) -> [String: Node] {
        guard let node else { return [:] }
        guard let mapping = node.mapping else {
            fault(node, "a mapping with \(required.joined(separator: ", ")) is expected here")
            return [:]
        }
        var fields: [String: Node] = [:]
        for (key, value) in mapping {
            let name = key.string ?? ""
            if required.contains(name) || optional.contains(name) {
                fields[name] = value
            } else {
                fault(key, "\(name) is not known here\(Self.suggestion(for: name, in: required + optional))")
            }
        }
        let missing = required.filter { fields[$0] == nil }
        if !missing.isEmpty { fault(node, "\(missing.joined(separator: ", ")) is missing") }
        return fields
    }

    private mutating func text(_ node: Node?) -> String {
        guard let node else { return "" }
        guard let text = node.scalar?.string else {
            fault(node, "a text is expected here")
            return ""
        }
        return text
    }

    private mutating func fault(_ node: Node, _ problem: String) {
        faults.append(PackFault(line: node.mark?.line, problem: problem))
    }

    private static func suggestion(for name: String, in known: [String]) -> String {
        let close = known.first { $0.lowercased() == name.lowercased() || differsByOne($0, name) }
        return close.map { "; did you mean \($0)?" } ?? ""
    }

    /// Whether one letter more, less or other makes one of the other.
    private static func differsByOne(_ left: String, _ right: String) -> Bool {
        let (short, long) = left.count <= right.count ? (Array(left), Array(right)) : (Array(right), Array(left))
        let start = zip(short, long).prefix { $0 == $1 }.count
        let end = zip(short.dropFirst(start).reversed(), long.dropFirst(start).reversed()).prefix { $0 == $1 }.count
        return long.count - start - end <= 1
    }

    private static func line(of error: any Error) -> Int? {
        switch error as? YamlError {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        default: nil
        }
    }

    private static func words(of error: any Error) -> String {
        switch error as? YamlError {
        case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _): problem
        case .duplicatedKeysInMapping(let duplicates, _): "twice there: \(duplicates.joined(separator: ", "))"
        default: "it cannot be parsed"
        }
    }
}
