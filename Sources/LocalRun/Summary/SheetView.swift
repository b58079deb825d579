/// The sheet's rows, read by the names in its header.
struct SheetView: Sendable {
    private var byConversation: [String: [String]] = [:]
    private(set) var rowCount = 0

    init(_ google: Ledger.Google, tab: String) {
        for tabs in google.sheets.values {
            guard let rows = tabs[tab], let header = rows.first?.map({ $0.text.lowercased() }),
                let conversation = header.firstIndex(of: "conversation id"), let text = header.firstIndex(of: "text")
            else { continue }
            for row in rows.dropFirst() where row.indices.contains(max(conversation, text)) {
                let id = row[conversation].text.split(separator: ":").last.map(String.init) ?? ""
                guard !id.isEmpty else { continue }
                byConversation[id, default: []].append(row[text].text)
                rowCount += 1
            }
        }
    }

    func texts(of conversation: String) -> [String] { byConversation[conversation] ?? [] }
}
