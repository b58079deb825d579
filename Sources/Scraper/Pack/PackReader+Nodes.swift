import Yams

/// What the nodes of the YAML must be.
extension PackReader {
    mutating func fields(
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

    mutating func text(_ node: Node?) -> String {
        guard let node else { return "" }
        guard let text = node.scalar?.string else {
            fault(node, "a text is expected here")
            return ""
        }
        return text
    }

    mutating func fault(_ node: Node, _ problem: String) {
        faults.append(PackFault(line: node.mark?.line, problem: problem))
    }

    static func suggestion(for name: String, in known: [String]) -> String {
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

    static func line(of error: any Error) -> Int? {
        switch error as? YamlError {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        default: nil
        }
    }

    static func words(of error: any Error) -> String {
        switch error as? YamlError {
        case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _): problem
        case .duplicatedKeysInMapping(let duplicates, _): "twice there: \(duplicates.joined(separator: ", "))"
        default: "it cannot be parsed"
        }
    }
}
