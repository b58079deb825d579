/// The small grammar of Prometheus' text format.
enum PrometheusText {
    /// Letters, digits, `_` and `:`; anything else becomes `_`.
    static func name(_ label: String) -> String {
        var name = String(
            label.unicodeScalars.map { scalar in
                let isAllowed =
                    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
                    || scalar == "_" || scalar == ":"
                return isAllowed ? Character(scalar) : "_"
            })
        if name.first?.isNumber ?? true { name = "_" + name }
        return name
    }

    /// `a="x",b="y"`, sorted, with `\`, `"` and newline escaped; empty for no labels.
    static func labels(_ dimensions: [(String, String)]) -> String {
        dimensions.map { (name($0.0), escaped($0.1)) }.sorted { $0.0 < $1.0 }
            .map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ",")
    }

    static func sample(_ name: String, _ labels: String, _ value: String) -> String {
        labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
    }

    private static func escaped(_ value: String) -> String {
        var result = ""
        for character in value {
            switch character {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.append(character)
            }
        }
        return result
    }
}
