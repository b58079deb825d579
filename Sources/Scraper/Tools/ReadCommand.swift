import ArgumentParser
import DevTools
import FoundationEssentials
import Shared

/// `scraper read`: for people who write packs.
struct ReadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read", abstract: "Reads a site once with a pack, and prints conversations and messages.",
        discussion: """
            Signs in, if the site asks for it, with MEETME_USERNAME and MEETME_PASSWORD. Nothing is typed into a \
            conversation, nothing is stored, and the browser's profile is thrown away. No service has to run.
            """)

    @Option(help: "The selector pack's file.")
    var pack: String

    @Option(help: "The site's address.")
    var url: String

    @Option(help: "How many conversations to read, from the top of the list (0…200).")
    var conversations = 5

    @Option(help: "How many of the latest messages to read of each (1…10000).")
    var messages = 50

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: "The browser's program; without it, an installed Chromium or Chrome is found.")
    var browser: String?

    func validate() throws {
        guard (0...200).contains(conversations) else { throw ValidationError("--conversations must be from 0 to 200") }
        guard (1...10_000).contains(messages) else { throw ValidationError("--messages must be from 1 to 10000") }
    }

    func run() async throws {
        let pack = try SelectorPack.load(pack)
        let read = try await Visit.with(pack: pack, url: url, browser: browser) { visit in
            let rows = try await visit.rows()
            var read: [ReadConversation] = []
            for row in rows.prefix(conversations) {
                let transcript = try await visit.conversation(row.id, atLeast: messages)
                read.append(ReadConversation(row: row, transcript: transcript))
            }
            return ReadSite(platform: pack.name, rows: rows, conversations: read)
        }
        print(json ? try read.json() : read.text)
    }
}

/// What `scraper read` prints.
struct ReadSite: Encodable {
    var platform: String
    /// The list, from the top.
    var rows: [ConversationRow]
    var conversations: [ReadConversation]

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    var text: String {
        var lines = ["\(rows.count) conversations in the list"]
        for conversation in conversations {
            let (row, transcript) = (conversation.row, conversation.transcript)
            lines.append("")
            lines.append("\(row.name) (\(row.id))\(row.isUnread ? ", unread" : "")")
            for bubble in transcript.bubbles {
                let time = bubble.at.map { "\(Timestamp(milliseconds: $0))" } ?? "no time"
                let edited = bubble.isEdited ? ", edited" : ""
                lines.append("  \(bubble.isOwn ? "→" : "←") [\(time)\(edited)] \(bubble.text)")
            }
            if !transcript.isComplete { lines.append("  (earlier messages were not read)") }
        }
        return lines.joined(separator: "\n")
    }
}

struct ReadConversation: Encodable {
    var row: ConversationRow
    var transcript: Transcript
}
