import Testing

@testable import AIWorker

@Suite struct `The text of a draft` {
    private func completion(_ text: String, _ finish: Completion.Finish = .stop, isRefusal: Bool = false) -> Completion
    {
        Completion(text: text, isRefusal: isRefusal, finish: finish, model: "m")
    }

    private func cause(_ completion: Completion) -> NoDraft.Cause? {
        do {
            _ = try DraftText(completion)
            return nil
        } catch {
            return error.cause
        }
    }

    @Test(arguments: [
        ("Hello!", "Hello!"), ("  Hello!\n\n", "Hello!"), ("\"Hello!\"", "Hello!"), ("“Hello!”", "Hello!"),
        ("\"Yes\", she said, \"no\"", "\"Yes\", she said, \"no\""), ("He said \"hi\"", "He said \"hi\""), ("\"", "\""),
        ("<think>They greet me.</think>\nHello!", "Hello!"), ("<THINK>x</Think>Hello!", "Hello!"),
        ("They greet me.</think>Hello!", "Hello!"), ("Hello!<think>and now", "Hello!"),
        ("<think>a</think>Hello <think>b</think>you", "Hello you"), ("<thinking>x</thinking>Hi", "Hi"),
        ("<think>a<think>b</think>c</think>Hi", "Hi"), ("I think so", "I think so"), ("2 < 3 > 1", "2 < 3 > 1"),
        ("Hel\u{200B}lo\u{E0041}", "Hello"),
    ])
    func `only the reply is left`(text: String, expected: String) throws {
        #expect(try DraftText(completion(text)).text == expected)
    }

    @Test(arguments: ["", "   \n", "<think>only thoughts", "<think>x</think>  ", "\"\"", "\u{200B}\u{FEFF}"])
    func `nothing is no draft`(text: String) {
        #expect(cause(completion(text)) == .empty)
    }

    @Test func `an answer that is not whole is no draft, whatever it says`() {
        #expect(cause(completion("Hello", .length)) == .cutOff)
        #expect(cause(completion("Hello", .contentFilter)) == .filtered)
        #expect(cause(completion("", .toolCalls)) == .toolCall)
        #expect(cause(completion("Hello", isRefusal: true)) == .refused)
        #expect(cause(completion("Hello", .other)) == nil)
    }

    @Test func `a reply has a length`() {
        #expect(cause(completion(String(repeating: "é", count: 1500))) == nil)
        #expect(cause(completion(String(repeating: "é", count: 1501))) == .tooLong)
    }

    @Test(arguments: NoDraft.Cause.allCases)
    func `a completion that is no draft is not asked for again`(cause: NoDraft.Cause) {
        #expect(!NoDraft(cause).isRetriable)
        #expect(!NoDraft(cause).reason.isEmpty)
    }
}
