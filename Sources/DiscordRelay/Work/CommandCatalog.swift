// Names in here are those of the wire.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import Shared

/// A slash command as it is registered.
struct DiscordCommand: Encodable, Sendable, Equatable {
    struct Option: Encodable, Sendable, Equatable {
        struct Choice: Encodable, Sendable, Equatable {
            var name: String
            var value: String
        }
        /// 1 subcommand, 3 text
        var type: Int
        var name: String
        var description: String
        var required: Bool?
        var max_length: Int?
        var choices: [Choice]?
        var options: [Option]?

        static func text(_ name: String, _ description: String, maximum: Int) -> Option {
            Option(type: 3, name: name, description: description, required: true, max_length: maximum)
        }
    }

    var name: String
    var description: String
    var options: [Option]?
}

/// The commands that the relay understands. Who may use them is decided when they come (``OperatorPolicy``).
enum CommandCatalog {
    static let maximumSnippetName = 32

    static let all: [DiscordCommand] = [
        DiscordCommand(
            name: "reply", description: "Send a text to the person of this thread",
            options: [.text("text", "What is typed on the page", maximum: OperatorText.maximumLength)]),
        DiscordCommand(
            name: "mode", description: "Show or set how replies come about in this conversation",
            options: [
                DiscordCommand.Option(
                    type: 3, name: "set", description: "off: no drafts · draft: you approve · auto: sent by rules",
                    required: false, choices: ReplyMode.allCases.map { .init(name: $0.rawValue, value: $0.rawValue) })
            ]),
        DiscordCommand(name: "claim", description: "Answer this conversation yourself: nobody else can, and no AI"),
        DiscordCommand(name: "release", description: "Make this conversation free again, for others and for the AI"),
        DiscordCommand(name: "status", description: "How this conversation and the whole suite stand"),
        DiscordCommand(name: "pause", description: "Type nothing any more, in any conversation, until /resume"),
        DiscordCommand(name: "resume", description: "End the pause: what was approved meanwhile is typed"),
        DiscordCommand(
            name: "snippet", description: "Texts that are used again and again",
            options: [
                DiscordCommand.Option(
                    type: 1, name: "send", description: "Send a snippet to the person of this thread",
                    options: [.text("name", "The snippet's name", maximum: maximumSnippetName)]),
                DiscordCommand.Option(
                    type: 1, name: "save", description: "Keep a text under a name, in place of the one before",
                    options: [
                        .text("name", "The snippet's name", maximum: maximumSnippetName),
                        .text("text", "The text", maximum: OperatorText.maximumLength),
                    ]),
                DiscordCommand.Option(
                    type: 1, name: "remove", description: "Remove a snippet",
                    options: [.text("name", "The snippet's name", maximum: maximumSnippetName)]),
                DiscordCommand.Option(type: 1, name: "list", description: "Show all snippets"),
            ]),
        DiscordCommand(
            name: "forget", description: "Forget the person of this thread, everywhere; it asks before it does"),
        DiscordCommand(name: "trace", description: "The latest events of this conversation, hop by hop"),
    ]
}
