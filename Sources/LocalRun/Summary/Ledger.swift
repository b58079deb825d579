/// What the sandbox saw, as far as the summary needs it: `GET /control/ledger`.
struct Ledger: Decodable, Sendable {
    struct Conversation: Decodable, Sendable {
        struct Message: Decodable, Sendable {
            var position: Int
            /// `person` or `owner`.
            var who: String
            var text: String
            /// Milliseconds since 1970.
            var at: Int64
            /// What came with it, as the sandbox's command names it; absent for nothing.
            var attached: [String]?

            /// As a post reads in Discord.
            var inDiscord: String { text(with: kinds.map { "📎 *\($0)*" }) }

            /// As a row reads in the sheet.
            var inSheet: String { text(with: kinds.map { "[\($0)]" }) }

            private var kinds: [String] { (attached ?? []).map { $0 == "file" ? "file" : "picture" } }

            private func text(with attached: [String]) -> String {
                ((text.isEmpty ? [] : [text]) + attached).joined(separator: " ")
            }
        }
        var id: String
        var name: String
        var messages: [Message]
    }

    struct Thread: Decodable, Sendable {
        struct Message: Decodable, Sendable {
            var content: String
            var createdAtMs: Int64
            var deleted: Bool
        }
        var name: String
        var messages: [Message]
    }

    struct Discord: Decodable, Sendable { var threads: [Thread] }

    struct Google: Decodable, Sendable {
        /// Spreadsheet → tab → rows of cells.
        var sheets: [String: [String: [[Cell]]]]
    }

    /// A cell's value as text, whatever it is.
    struct Cell: Decodable, Sendable {
        var text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self.text = text
            } else if let number = try? container.decode(Double.self) {
                text = number == number.rounded() ? "\(Int64(number))" : "\(number)"
            } else {
                text = ""
            }
        }
    }

    var conversations: [Conversation]
    var discord: Discord
    var google: Google
}
