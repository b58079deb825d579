import Foundation
import Testing

@testable import DevTools

extension RealBrowserTests {
    @Suite struct ScriptTests {
        struct Point: Codable, Sendable, Equatable {
            var x: Int
            var name: String
        }

        @Test func `Values come back as the type asked for`() async throws {
            try await Chromium.withPage { page in
                #expect(try await page.evaluate("1 + 1", as: Int.self) == 2)
                #expect(try await page.evaluate("'grüß 👋'", as: String.self) == "grüß 👋")
                #expect(try await page.evaluate("undefined", as: String?.self) == nil)
                #expect(try await page.evaluate("({x: 1, name: 'a'})", as: Point.self) == Point(x: 1, name: "a"))
                #expect(try await page.evaluate("Promise.resolve([1, 2])", as: [Int].self) == [1, 2])
                let echoed = try await page.callFunction(
                    "(point, text) => ({ x: point.x + 1, name: text })",
                    arguments: [Point(x: 1, name: "a"), "'); boom(\""], as: Point.self)
                #expect(echoed == Point(x: 2, name: "'); boom(\""))
            }
        }

        @Test func `Failures are told apart`() async throws {
            try await Chromium.withPage { page in
                #expect(await failure { try await page.run("nothing.here") } == .javascript)
                #expect(await failure { try await page.run("Promise.reject(new Error('x'))") } == .javascript)
                #expect(await failure { try await page.run("syntax error(") } == .javascript)
                #expect(await failure { _ = try await page.evaluate("'x'", as: Int.self) } == .unexpectedResult)
                let never = "new Promise(() => {})"
                #expect(await failure { try await page.run(never, timeout: .milliseconds(100)) } == .timeout)
                let one = try await page.evaluate("1", as: Int.self)
                #expect(one == 1)
            }
        }

        @Test func `An endless script is ended and the page lives on`() async throws {
            try await Chromium.withPage { page in
                let start = ContinuousClock.now
                let code = await failure { try await page.run("while (true) {}", timeout: .milliseconds(300)) }
                #expect(code == .timeout)
                #expect(ContinuousClock.now - start < .seconds(3))
                let two = try await page.evaluate("2", as: Int.self)
                #expect(two == 2)
            }
        }

        @Test func `A page that hangs by its own script is brought back`() async throws {
            try await Chromium.withPage("<p id=x>here") { page in
                try await page.run("setTimeout(() => { while (true) {} }, 0)")
                #expect(await page.isResponsive(within: .milliseconds(300)) == false)
                try await page.recover(deadline: .seconds(20))
                #expect(try await page.evaluate("document.querySelector('#x').textContent", as: String.self) == "here")
            }
        }

        @Test func `The page cannot see or fool an isolated world`() async throws {
            let html =
                "<script>Document.prototype.querySelector = () => null; JSON.stringify = () => 'lie'</script><p id=x>t"
            try await Chromium.withPage(html) { page in
                #expect(
                    try await page.evaluate("document.querySelector('#x') === null", as: Bool.self, in: .main) == true)
                #expect(try await page.evaluate("document.querySelector('#x').textContent", as: String.self) == "t")
                try await page.run("globalThis.mine = 1", in: .isolated("a"))
                #expect(try await page.evaluate("typeof mine", as: String.self, in: .isolated("a")) == "number")
                #expect(try await page.evaluate("typeof mine", as: String.self, in: .isolated("b")) == "undefined")
                #expect(try await page.evaluate("typeof mine", as: String.self, in: .main) == "undefined")
            }
        }

        private static let observer = """
            if (window === window.top) {
                const start = () => new MutationObserver(() => {
                    push(JSON.stringify({ at: Date.now(), text: document.body.textContent }));
                }).observe(document.body, { childList: true, subtree: true });
                document.body ? start() : addEventListener('DOMContentLoaded', start);
            }
            """

        private struct Push: Decodable {
            let at: Double
            let text: String
        }

        @Test func `A mutation is pushed at once, also after a navigation and a crash`() async throws {
            try await Chromium.withPage("<body>") { page in
                let pushes = try await page.binding("push", in: .isolated("obs"))
                _ = try await page.install(script: Self.observer, in: .isolated("obs"))
                var iterator = pushes.makeAsyncIterator()
                func mutateAndRead(_ text: String) async throws -> Duration {
                    try await page.runFunction("(text) => { document.body.append(text) }", arguments: [text])
                    let push = try #require(await iterator.next())
                    let parsed = try JSONDecoder().decode(Push.self, from: Data(push.utf8))
                    #expect(parsed.text.contains(text))
                    return .milliseconds(Date.now.timeIntervalSince1970 * 1_000 - parsed.at)
                }
                var delays: [Duration] = []
                for turn in 0..<5 { delays.append(try await mutateAndRead("first \(turn)")) }
                try await page.navigate(to: Chromium.document("<body>"))
                for turn in 0..<5 { delays.append(try await mutateAndRead("second \(turn)")) }
                await page.crash()
                #expect(await eventually { await failure { try await page.run("1") } == .crashed })
                try await page.reload()
                for turn in 0..<5 { delays.append(try await mutateAndRead("third \(turn)")) }
                // The median, for one push may meet a busy machine.
                #expect(delays.sorted()[delays.count / 2] < .milliseconds(50))
                #expect(try await page.evaluate("typeof push", as: String.self, in: .main) == "undefined")
            }
        }

        @Test func `A removed script does not run again`() async throws {
            try await Chromium.withPage { page in
                let script = try await page.install(script: "globalThis.ran = true")
                #expect(try await page.evaluate("globalThis.ran === true", as: Bool.self) == true)
                try await page.remove(script)
                try await page.reload()
                #expect(try await page.evaluate("globalThis.ran === true", as: Bool.self) == false)
            }
        }

        @Test func `A hundred calls at once each get their own answer`() async throws {
            try await Chromium.withPage { page in
                let sum = try await withThrowingTaskGroup(of: Int.self) { group in
                    for number in 0..<100 {
                        group.addTask {
                            let answer = try await page.callFunction(
                                "(n) => new Promise((done) => setTimeout(() => done(n * 2), n % 7))",
                                arguments: [number], as: Int.self)
                            return answer == number * 2 ? 1 : 0
                        }
                    }
                    return try await group.reduce(0, +)
                }
                #expect(sum == 100)
            }
        }

        @Test func `A long result comes whole`() async throws {
            try await Chromium.withPage { page in
                let text = try await page.evaluate("'ä'.repeat(3_000_000)", as: String.self, timeout: .seconds(20))
                #expect(text.utf8.count == 6_000_000)
            }
        }

        @Test func `Scripts during navigations end with their value or as lost, never otherwise`() async throws {
            try await Chromium.withPage { page in
                let navigating = Task {
                    for turn in 0..<10 { try await page.navigate(to: Chromium.document("<p>\(turn)")) }
                }
                var answered = 0
                for _ in 0..<100 {
                    let code = await failure {
                        _ = try await page.evaluate("document.readyState", as: String.self)
                        answered += 1
                    }
                    #expect(code == nil || code == .contextLost)
                }
                try await navigating.value
                #expect(answered > 0)
            }
        }
    }
}
