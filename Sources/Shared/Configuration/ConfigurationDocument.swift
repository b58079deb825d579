/// Writes what people read about the variables, from the declarations alone.
public enum ConfigurationDocument {
    /// The text of `.env.example`: as it stands it sets nothing, with empty places for what is required.
    public static func dotEnvExample(_ groups: [VariableCatalog.Group] = VariableCatalog.groups) -> String {
        var lines = [
            "# Switchboard's configuration. Copy this file to .env, fill in what is empty, and remove the # in front",
            "# of what you want to change. The real environment wins over .env. docs/configuration.md tells more.",
        ]
        for group in groups {
            lines += ["", "# \(group.title)", "# " + String(repeating: "-", count: group.title.count)]
            for variable in group.variables {
                lines += [""] + wrapped(variable.meaning) + wrapped(facts(variable))
                lines.append(setting(variable))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The generated part of docs/configuration.md: a table for each group.
    public static func tables(_ groups: [VariableCatalog.Group] = VariableCatalog.groups) -> String {
        groups.map { group in
            let head = [
                "### \(group.title)", "", "| variable | meaning | type | default | example | read by |",
                "|---|---|---|---|---|---|",
            ]
            return (head + group.variables.map(row)).joined(separator: "\n")
        }.joined(separator: "\n\n") + "\n"
    }

    /// Puts `tables` between the two marker lines of a document; nil when it has no such lines.
    public static func replacingTables(in document: String, with tables: String) -> String? {
        guard let begin = document.firstRange(of: beginMarker), let end = document.firstRange(of: endMarker),
            begin.upperBound < end.lowerBound
        else { return nil }
        return document[..<begin.upperBound] + "\n\n" + tables + "\n" + document[end.lowerBound...]
    }

    static let beginMarker = "<!-- variables: generated from Sources/Shared/Configuration/Variables -->"
    static let endMarker = "<!-- end of variables -->"
}

extension ConfigurationDocument {
    private static func facts(_ variable: VariableDeclaration) -> String {
        let type = [variable.typeName, variable.limits].compactMap { $0 }.joined(separator: ": ")
        let need =
            variable.isRequired
            ? "required"
            : variable.requiredWhen.map { "required when \($0)" } ?? (variable.standard == nil ? "optional" : nil)
        return "(" + ([type] + [need, readers(variable)].compactMap { $0 }).joined(separator: "; ") + ")"
    }

    private static func setting(_ variable: VariableDeclaration) -> String {
        if variable.isRequired || variable.requiredWhen != nil { return "\(variable.key)=" }
        return "#\(variable.key)=" + (DotEnv.quoted(variable.standard ?? variable.example) ?? "")
    }

    private static func readers(_ variable: VariableDeclaration) -> String {
        variable.services.count == ServiceName.allCases.count
            ? "every service"
            : ServiceName.allCases.filter(variable.services.contains).map(\.rawValue).joined(separator: ", ")
    }

    private static func row(_ variable: VariableDeclaration) -> String {
        let need = variable.isRequired ? "required" : variable.requiredWhen.map { "required when \($0)" } ?? "none"
        let type = [variable.typeName, variable.limits].compactMap { $0 }.joined(separator: ": ")
        let cells = [
            code(variable.key), variable.meaning, type, variable.standard.map(code) ?? need,
            code(variable.example), readers(variable),
        ]
        return "| " + cells.map { $0.split(separator: "|").joined(separator: "\\|") }.joined(separator: " | ") + " |"
    }

    private static func code(_ text: String) -> String { "`\(text)`" }

    /// Comment lines of at most 110 characters.
    private static func wrapped(_ text: String) -> [String] {
        var lines = ["#"]
        for word in text.split(separator: " ") {
            if lines[lines.count - 1].count + word.count >= 110 { lines.append("#") }
            lines[lines.count - 1] += " \(word)"
        }
        return lines
    }
}
