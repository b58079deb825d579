import Foundation
import Testing

@testable import DevTools

extension RealBrowserTests {
    @Suite struct InputTests {
        private static let form = """
            <form onsubmit="event.preventDefault(); window.sent = box.value; box.value = ''; button.disabled = true">
            <textarea id=box oninput="button.disabled = !this.value"></textarea><button id=button disabled>Send</button>
            </form><script>
            const box = document.querySelector('#box'), button = document.querySelector('#button'); window.trusted = [];
            for (const kind of ['beforeinput', 'input', 'click', 'keydown']) addEventListener(kind, (event) =>
                trusted.push([kind, event.isTrusted]), true);
            </script>
            """

        @Test func `A typed text arrives as it is`() async throws {
            let text = "Grüße 👩‍👩‍👧 – zwei\nZeilen \"und\" \\Zeichen\u{301} <b>"
            try await Chromium.withPage(Self.form) { page in
                try await page.run("document.querySelector('#box').focus()")
                try await page.insertText(text)
                #expect(try await page.evaluate("document.querySelector('#box').value", as: String.self) == text)
                try await page.run("document.querySelector('#box').select()")
                try await page.insertText("other")
                #expect(try await page.evaluate("document.querySelector('#box').value", as: String.self) == "other")
            }
        }

        @Test func `A button disabled until input is refused first and clicked then`() async throws {
            try await Chromium.withPage(Self.form) { page in
                #expect(await failure { try await page.click(.selector("#button")) } == .unreachable(.disabled))
                try await page.run("document.querySelector('#box').focus()")
                try await page.insertText("hello")
                try await page.click(.selector("#button"))
                #expect(try await page.evaluate("window.sent", as: String?.self, in: .main) == "hello")
                let untrusted = try await page.evaluate(
                    "trusted.filter((it) => !it[1]).length", as: Int.self, in: .main)
                #expect(untrusted == 0)
            }
        }

        @Test func `Enter fires a trusted keydown and submits`() async throws {
            let html = "<form onsubmit=\"event.preventDefault(); window.sent = 1\"><input id=box></form>"
            try await Chromium.withPage(html) { page in
                try await page.run("document.querySelector('#box').focus()")
                try await page.insertText("x")
                try await page.pressEnter()
                #expect(try await page.evaluate("window.sent", as: Int?.self, in: .main) == 1)
            }
        }

        @Test func `What cannot be clicked is told, and nothing is clicked`() async throws {
            let html = """
                <style>#over { position: fixed; inset: 0 } #none { display: none }</style>
                <button id=a onclick="window.clicked = 1">a</button><button id=none>n</button>
                <button id=aria aria-disabled=true>n</button>
                """
            try await Chromium.withPage(html) { page in
                #expect(await failure { try await page.click(.selector("#missing")) } == .unreachable(.missing))
                #expect(await failure { try await page.click(.selector("#none")) } == .unreachable(.hidden))
                #expect(await failure { try await page.click(.selector("#aria")) } == .unreachable(.disabled))
                try await page.run("document.body.insertAdjacentHTML('beforeend', '<div id=over></div>')")
                #expect(await failure { try await page.click(.selector("#a")) } == .unreachable(.covered))
                #expect(try await page.evaluate("window.clicked", as: Int?.self, in: .main) == nil)
                try await page.run("document.querySelector('#over').remove()")
                try await page.click(.selector("#a"))
                #expect(try await page.evaluate("window.clicked", as: Int?.self, in: .main) == 1)
            }
        }

        @Test func `Something that slips under the mouse at the last moment is not clicked`() async throws {
            let html = """
                <style>#trap { position: fixed; inset: 0; display: none }</style>
                <button id=a onclick="window.clicked = 'a'">a</button>
                <button id=trap onclick="window.clicked = 'trap'" onmousedown="window.pressed = 'trap'"></button>
                <script>addEventListener('mousemove', () => document.querySelector('#trap').style.display = 'block')</script>
                """
            try await Chromium.withPage(html) { page in
                #expect(await failure { try await page.click(.selector("#a")) } == .unreachable(.covered))
                let hits = try await page.evaluate("[window.clicked, window.pressed]", as: [String?].self, in: .main)
                #expect(hits == [nil, nil])
            }
        }

        @Test func `An element out of view or on the move is waited for`() async throws {
            let html = """
                <style>@keyframes in { from { margin-left: 300px } } #a { animation: in 0.3s }</style>
                <div style="height: 5000px"></div><button id=a onclick="window.clicked = 1"><b>deep</b></button>
                <div style="height: 5000px"></div>
                """
            try await Chromium.withPage(html) { page in
                try await page.click(.selector("#a"))
                #expect(try await page.evaluate("window.clicked", as: Int?.self, in: .main) == 1)
            }
        }

        @Test func `A click that leads to another document has landed`() async throws {
            let files: KeyValuePairs = ["a.html": "<a id=go href=b.html>go</a>", "b.html": "<p id=there>x"]
            try await Chromium.withFiles(files) { page in
                try await page.click(.selector("#go"))
                let isThere = try await eventually {
                    try await page.evaluate("document.querySelector('#there') !== null", as: Bool.self)
                }
                #expect(isThere)
            }
        }

        @Test func `An element is found by a function with arguments`() async throws {
            try await Chromium.withPage("<button>One</button><button onclick='window.clicked = 2'>Two</button>") {
                page in
                let query = ElementQuery.function(
                    "(text) => [...document.querySelectorAll('button')].find((it) => it.textContent === text) ?? null",
                    arguments: ["Two"])
                try await page.click(query)
                #expect(try await page.evaluate("window.clicked", as: Int?.self, in: .main) == 2)
            }
        }
    }
}
