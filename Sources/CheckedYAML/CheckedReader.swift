public import Yams

/// Reads a YAML file that a person writes: every fault is collected with its line, and a key that nobody knows is one,
/// since it would otherwise be silently without effect.
public protocol CheckedReader {
    var faults: [FileFault] { get set }
}

extension CheckedReader {
    /// The file's mapping; nil, with a fault, when it is none.
    public mutating func root(of yaml: String) -> Node? {
        let root: Node?
        do {
            root = try compose(yaml: yaml)
        } catch {
            faults.append(Self.fault(of: error))
            return nil
        }
        guard let root, case .mapping = root else {
            faults.append(FileFault(problem: "it is empty, or no mapping"))
            return nil
        }
        return root
    }

    /// A mapping's values by its keys; empty for no node.
    public mutating func fields(
        of node: Node?, required: [String], optional: [String] = []
    ) -> [String: Node] {
        guard let node else { return [:] }
        guard let mapping = node.mapping else {
            let keys = required.isEmpty ? "" : " with \(required.joined(separator: ", "))"
            fault(node, "a mapping\(keys) is expected here")
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

    /// Empty, with a fault where there is a node, when it is no text.
    public mutating func text(_ node: Node?) -> String {
        guard let node else { return "" }
        guard let text = node.scalar?.string else {
            fault(node, "a text is expected here")
            return ""
        }
        return text
    }

    public mutating func fault(_ node: Node, _ problem: String) {
        faults.append(FileFault(line: node.mark?.line, problem: problem))
    }

    public static func suggestion(for name: String, in known: [String]) -> String {
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

    private static func fault(of error: any Error) -> FileFault {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            FileFault(line: mark.line, problem: "is not YAML (\(problem))")
        case .duplicatedKeysInMapping(let duplicates, _):
            FileFault(problem: "is not YAML (twice there: \(duplicates.joined(separator: ", ")))")
        default: FileFault(problem: "is not YAML (it cannot be parsed)")
        }
    }
}
