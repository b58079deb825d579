import Shared

/// The table of what was found for roles that the pack no longer finds. Pure.
struct SelectorComparisons {
    let markdown: String

    init(_ ledger: SelectorLedger, at now: Timestamp) {
        var lines = [
            "# Selectors, as the site changed", "",
            "Written by `scraper selectors compare` at \(now), for version \(ledger.packVersion) of the pack.", "",
        ]
        if ledger.entries.isEmpty {
            lines.append("The pack finds every role that was looked for: nothing was found in its place.")
        } else {
            lines += [
                "| role | the pack's | found instead | what speaks for it | looks | standing | first found |",
                "|---|---|---|---|---|---|---|",
            ]
        }
        for entry in ledger.entries.sorted(by: { ($0.foundAt, $0.role.rawValue) < ($1.foundAt, $1.role.rawValue) }) {
            let label = entry.name.map { " called “\($0)”" } ?? ""
            let attribute = entry.attribute.map { ", its \($0)" } ?? ""
            lines.append(
                "| \(entry.role.rawValue) | \(Self.code(entry.replaced)) | \(Self.code(entry.css))\(Self.cell(label + attribute)) "
                    + "| \(Self.cell(entry.evidence)) | \(entry.confirmations) | \(Self.words(entry.standing)) "
                    + "| \(Timestamp(milliseconds: entry.foundAt)) |")
        }
        markdown = lines.joined(separator: "\n") + "\n"
    }

    private static func words(_ standing: SelectorLedger.Standing) -> String {
        switch standing {
        case .quarantined: "in quarantine: not clicked"
        case .inUse: "in use"
        case .rejected: "rejected"
        }
    }

    private static func code(_ css: String) -> String { "`\(cell(css.replacing("`", with: "'")))`" }
    private static func cell(_ text: String) -> String {
        text.replacing("|", with: "\\|").split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
