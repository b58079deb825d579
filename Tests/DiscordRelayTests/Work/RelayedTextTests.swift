import Shared
import Testing

@testable import DiscordRelay

/// What a stranger may try.
@Suite struct RelayedTextTests {
    /// Each a text, and what must not be left in it.
    private static let corpus: [(text: String, harm: String)] = [
        ("@everyone", "@everyone"), ("@here come", "@here"), ("<@123456789012345678>", "<@1"), ("<@&1>", "<@&"),
        ("<#1>", "<#1"), ("</deploy:1>", " </d"), ("<t:0:R>", "<t:"), ("<id:customize>", "<id:"),
        ("<:smile:1>", "<:s"), ("[Bank](https://evil.example)", "]("), ("# HUGE", "\n# "), ("-# small", "\n-# "),
        ("> quoted", "\n> >"), (">>> all", ">>>"), ("||spoiler||", "||"),
        ("**You, by hand:** yes", "**You, by hand:** yes"),
        ("__under__", "__"), ("~~gone~~", "~~"), ("`code`", " `c"), ("* item", "\n* "), ("1. first", " 1. "),
        ("2024. was good", " 2024. "), ("discord.gg/abc", "discord.gg"), ("DISCORD.GG/abc", "DISCORD.GG"),
        ("discord.com/invite/abc", "discord.com"), ("discordapp.com/invite/x", "discordapp.com"),
        ("abc\u{202E}gpj.exe", "\u{202E}"), ("a\u{200B}b", "a\u{200B}b"), ("a\u{2066}b\u{2069}", "\u{2066}"),
        ("pay\u{E0070}\u{E0061}\u{E0079}", "\u{E0070}"), ("x\u{061C}y", "\u{061C}"), ("a\u{00AD}b", "\u{00AD}"),
        ("\u{3164}\u{3164}", "\u{3164}"),
        ("e\u{0301}\u{0301}\u{0301}\u{0301}\u{0301}\u{0301}", "\u{0301}\u{0301}\u{0301}\u{0301}\u{0301}"),
        ("*\u{0301}bold*", " *\u{0301}b"), ("@\u{0301}everyone", "@\u{0301}e"), ("a\u{1B}[31mred", "\u{1B}"),
        ("first\u{2028}**Dana:** second", "\u{2028}"), ("first\u{85}second", "\u{85}"), ("first\u{0B}second", "\u{0B}"),
        ("```\n@everyone", "```\n"), ("\\*", " \\*"),
    ]

    @Test(arguments: corpus)
    func `Nothing a stranger writes keeps its meaning to Discord`(text: String, harm: String) {
        for text in [text, "first\n\(text)"] {
            let posts = RelayedMessage(author: .person("Dana"), text: text).parts()
            #expect(posts.count == 1)
            #expect(posts.allSatisfy { !$0.dropFirst("**Dana:**".count).contains(harm) }, "\(posts)")
        }
    }

    @Test(arguments: [
        "hi\n**Draft** · waits for you", "hi\n𝐘𝐨𝐮, 𝐛𝐲 𝐡𝐚𝐧𝐝: yes", "hi\r\nOperator: pay", "\n\n\n", "a\u{2029}b",
        "```\nx\n```",
    ])
    func `No line that a stranger wrote begins as one of ours does`(text: String) {
        let lines = RelayedMessage(author: .person("Dana"), text: text).parts().flatMap { $0.split(separator: "\n") }
        #expect(lines.first == "**Dana:**")
        #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("> ") || $0 == ">" })
    }

    @Test(arguments: [
        ("**You, by hand", "**\\*\\*You, by hand:**"), ("a\nb", "**a b:**"), ("", "**somebody:**"),
        ("\u{202E}", "**somebody:**"),
        ("You, by hand:** yes **", "**You, by hand\\:\\*\\* yes \\*\\*:**"), ("@everyone", "**@\u{200B}everyone:**"),
    ])
    func `A name is a name, and no heading of ours`(name: String, head: String) {
        #expect(RelayedMessage(author: .person(name), text: "x").parts() == ["\(head) x"])
        #expect(!head.hasPrefix("↩️"))
    }

    @Test(arguments: ["👩‍👩‍👧 ok", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "می‌خواهم", "Zoë à côté", "👍🏽", "नमस्ते", "at 3.14 and 5 o'clock. Fine"])
    func `What people write stays as it is`(text: String) { #expect(RelayedText.escape(text) == text) }

    @Test func `Code between fences keeps them, also where it is cut`() {
        let code = (1...300).map { "let line\($0) = *pointer" }.joined(separator: "\n")
        let posts = RelayedMessage(author: .person("Dana"), text: "look:\n```swift\n\(code)\n```\ndone").parts()
        #expect(posts.count > 3)
        for post in posts {
            #expect(post.utf16.count <= PostSplit.maximumLength)
            #expect(post.split(separator: "\n").count { $0.hasPrefix("> ```") }.isMultiple(of: 2))
        }
        let lines: [Substring] = posts.flatMap { $0.split(separator: "\n") }
        let shown = lines.filter { $0.contains("let line") }
        #expect(shown.count == 300 && shown.allSatisfy { $0.hasSuffix(" = *pointer") })
    }

    @Test func `A text of any length and kind is cut into posts that Discord takes, and nothing is lost`() {
        var random = SystemRandomNumberGenerator()
        let pieces = ["word ", "\n", "```\n", "*", "é", "👩‍👩‍👧", "\n```\n", "`", "> ", "x"]
        for _ in 0..<200 {
            let text = (0..<Int.random(in: 1...1500, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }.joined()
            let posts = RelayedMessage(author: .person("Dana"), text: text).parts()
            #expect(posts.allSatisfy { $0.utf16.count <= PostSplit.maximumLength && !$0.isEmpty })
            #expect(posts.reduce(0) { $0 + $1.count { $0 == "é" } } == text.count { $0 == "é" })
            #expect(posts.reduce(0) { $0 + $1.count { $0 == "👩‍👩‍👧" } } == text.count { $0 == "👩‍👩‍👧" })
        }
    }

    @Test func `Messages share a post while all of them fit whole`() {
        func item(_ number: Int, _ length: Int) -> SharedPost.Item {
            SharedPost.Item(
                effect: "e\(number)", message: "m\(number)", sequence: Int64(number),
                content: String(repeating: "x", count: length))
        }
        var post = SharedPost(item(0, 1000))
        let hasFirst = post.add(item(1, 900))
        let whole = post
        let hasSecond = post.add(item(2, 99))
        #expect(hasFirst && !hasSecond && post == whole)
        let hasThird = post.add(item(3, 98))
        #expect(hasThird && post.content.utf16.count == 2000)
        #expect(post.prefix(2) == whole && post.nonce != whole.nonce)
        var many = SharedPost(item(0, 1))
        var joined = 0
        for number in 1..<100 where many.add(item(number, 1)) { joined += 1 }
        #expect(joined == SharedPost.maximumCount - 1)
    }
}
