import Testing

@testable import AIWorker

@Suite struct `Visible text` {
    @Test(arguments: [
        "plain", "two\nlines\tand a tab", "schön über naïve", "👩‍👩‍👧 family", "☕️ and ❤️‍🔥", "می‌خواهم", "क्‍ष",
        "日本語", "🇩🇪 🏴",
    ])
    func `what people see and scripts need stays`(text: String) {
        #expect(VisibleText.of(text) == text)
        #expect(!VisibleText.hidesSomething(text))
    }

    @Test(arguments: [
        ("a\u{200B}b", "ab"), ("a\u{200D}b", "ab"), ("\u{FEFF}start", "start"), ("so\u{AD}ft", "soft"),
        ("\u{202E}reversed", "reversed"), ("a\u{E0041}\u{E0042}b", "ab"), ("a\u{FE0F}\u{FE0E}", "a"),
        ("x\u{2060}y", "xy"),
        ("bell\u{07}", "bell"), ("a\u{E0100}", "a"), ("1\u{FE0F}", "1"), ("line\u{2028}end", "lineend"), ("\r\n", "\n"),
    ])
    func `what nobody sees goes`(text: String, expected: String) {
        #expect(VisibleText.of(text) == expected)
        #expect(VisibleText.hidesSomething(text))
    }

    @Test func `a row of joiners cannot carry anything`() {
        #expect(VisibleText.of("😀\u{200D}\u{200D}\u{200D}😀").unicodeScalars.count <= 3)
        #expect(VisibleText.of("م\u{200C}\u{200C}\u{200D}\u{200C}م").unicodeScalars.count <= 3)
        #expect(VisibleText.of("☕️\u{FE0F}\u{FE0F}\u{FE0E}\u{FE0F}") == "☕️")
    }

    @Test func `a flag made of tag characters loses them`() {
        #expect(VisibleText.of("\u{1F3F4}\u{E0067}\u{E0062}\u{E007F}") == "\u{1F3F4}")
    }
}
