import Foundation
import Testing

@testable import DevTools

extension RealBrowserTests {
    @Suite struct PageTests {
        @Test func `Navigation waits for the document and tells failures apart`() async throws {
            try await Chromium.withPage { page in
                try await page.navigate(to: Chromium.document("<p id=a>a"))
                #expect(try await page.evaluate("document.readyState", as: String.self) == "complete")
                let here = try await page.evaluate("location.href", as: String.self)
                try await page.navigate(to: here + "#part")
                #expect(try await page.evaluate("location.hash", as: String.self) == "#part")
                #expect(await failure { try await page.navigate(to: "http://127.0.0.1:9/") } == .navigationFailed)
                let nonsense = await failure { try await page.navigate(to: "no address") }
                #expect(nonsense == .navigationFailed || nonsense == .refused(-32000))
            }
        }

        @Test func `Given content is shown at once, where scripts go on living, and replaces what was shown`()
            async throws
        {
            try await Chromium.withPage { page in
                _ = try await page.install(script: "globalThis.ours = 1", in: .isolated("ours"))
                for text in ["first", "ünd \"second\" </b>"] {
                    try await page.setContent("<!doctype html><p>\(text)")
                    #expect(try await page.evaluate("document.compatMode", as: String.self) == "CSS1Compat")
                    let shown = try await page.evaluate("document.body.textContent", as: String.self)
                    #expect(shown == text.replacing("</b>", with: ""))
                    #expect(try await page.evaluate("ours", as: Int.self, in: .isolated("ours")) == 1)
                }
            }
        }

        @Test func `A document that leads on to another one is followed to the end`() async throws {
            let files: KeyValuePairs = [
                "a.html": "<script>location.replace('b.html')</script>",
                "b.html": "<meta http-equiv=refresh content='0; url=c.html'>", "c.html": "<p id=c>third",
            ]
            try await Chromium.withFiles(files) { page in
                let isThere = try await eventually {
                    try await page.evaluate("document.querySelector('#c') !== null", as: Bool.self)
                }
                #expect(isThere)
            }
        }

        @Test func `Events tell of navigations, loads and dialogs`() async throws {
            try await Chromium.withPage { page in
                let events = page.events()
                try await page.navigate(to: Chromium.document("<p>x"))
                try await page.run("alert('a')")
                try await page.navigate(to: Chromium.document("<p>x") + "#h")
                var seen: [String] = []
                for await event in events {
                    switch event {
                    case .navigated(_, let sameDocument): seen.append(sameDocument ? "hash" : "document")
                    case .loaded: seen.append("loaded")
                    case .dialog(let kind): seen.append("\(kind)")
                    default: seen.append("other")
                    }
                    if seen.count == 4 { break }
                }
                #expect(seen == ["document", "loaded", "alert", "hash"])
            }
        }

        @Test func `A dialog does not freeze the page`() async throws {
            try await Chromium.withPage { page in
                #expect(
                    try await page.evaluate("[alert('a'), confirm('b'), prompt('c')].map(String)", as: [String].self)
                        == ["undefined", "false", "null"])
                try await page.run("onbeforeunload = (event) => event.preventDefault()", in: .main)
                try await page.navigate(to: Chromium.document("<p id=n>next"), deadline: .seconds(5))
                #expect(try await page.evaluate("document.querySelector('#n') !== null", as: Bool.self) == true)
            }
        }

        @Test func `Pages that the site opens are closed and the page goes on`() async throws {
            let html = """
                <button id=a onclick="window.open('about:blank')">a</button>
                <button id=b onclick="window.open('about:blank', '_blank', 'noopener')">b</button>
                <a id=c href="about:blank" target=_blank>c</a>
                """
            try await Chromium.withBrowser { browser in
                let page = try await browser.newPage()
                try await page.navigate(to: Chromium.document(html))
                let events = page.events()
                for id in ["#a", "#b", "#c"] {
                    try await page.click(.selector(id))
                    #expect(try await page.evaluate("1", as: Int.self) == 1)
                }
                var iterator = events.makeAsyncIterator()
                #expect(await iterator.next() == .popUpRefused)
                #expect(
                    try await eventually {
                        let targets = try await browser.pageTargets()
                        return targets.count == 1
                    })
                #expect(try await page.evaluate("1", as: Int.self) == 1)
            }
        }

        @Test func `A crashed page fails what waits, and a reload revives it`() async throws {
            try await Chromium.withPage("<p id=x>here") { page in
                let waiting = Task { try await page.run("new Promise(() => {})", timeout: .seconds(60)) }
                #expect(try await page.evaluate("1", as: Int.self) == 1)
                await page.crash()
                #expect(await failure { try await waiting.value } == .crashed)
                let start = ContinuousClock.now
                #expect(await failure { try await page.run("1") } == .crashed)
                #expect(await failure { try await page.insertText("x") } == .crashed)
                #expect(ContinuousClock.now - start < .seconds(2))
                try await page.recover()
                #expect(try await page.evaluate("document.querySelector('#x').textContent", as: String.self) == "here")
                #expect(await page.isResponsive() == true)
            }
        }

        @Test func `A closed page ends its streams and its calls`() async throws {
            try await Chromium.withPage { page in
                let events = page.events()
                let pushes = try await page.binding("push")
                let waiting = Task { try await page.run("new Promise(() => {})", timeout: .seconds(60)) }
                #expect(try await page.evaluate("1", as: Int.self) == 1)
                try await page.close()
                #expect(await failure { try await waiting.value } == .detached)
                for await _ in events {}
                for await _ in pushes {}
                #expect(await failure { try await page.run("1") } == .detached)
            }
        }

        @Test func `Downloads, permissions and file choosers are refused`() async throws {
            try await Chromium.withPage("<a id=d download=x.txt href='data:text/plain,x'>d</a><input id=f type=file>") {
                page in
                try await page.click(.selector("#d"))
                try await page.click(.selector("#f"))
                let state = try await page.evaluate("Notification.permission", as: String.self, in: .main)
                #expect(state == "denied")
                #expect(try await page.evaluate("1", as: Int.self) == 1)
            }
        }

        @Test func `A screenshot is a PNG`() async throws {
            try await Chromium.withPage { page in
                let bytes = try await page.screenshot()
                #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
            }
        }

        @Test func `Blocked addresses do not load`() async throws {
            try await Chromium.withDirectory { directory in
                try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
                for name in ["a.js", "b.js"] {
                    try "window.\(name.prefix(1)) = 1".write(
                        toFile: "\(directory)/\(name)", atomically: true, encoding: .utf8)
                }
                try "<script src=a.js></script><script src=b.js></script>".write(
                    toFile: "\(directory)/index.html", atomically: true, encoding: .utf8)
                try await Chromium.withBrowser { browser in
                    let page = try await browser.newPage(blockedURLs: ["*a.js"])
                    try await page.navigate(to: "file://\(directory)/index.html")
                    #expect(
                        try await page.evaluate("[typeof a, typeof b]", as: [String].self, in: .main)
                            == ["undefined", "number"])
                }
            }
        }

        @Test func `A flood of console output neither ends nor stalls the page`() async throws {
            try await Chromium.withPage { page in
                try await page.run(
                    "for (let i = 0; i < 5000; i++) console.log('x'.repeat(100), {i})",
                    in: .main, timeout: .seconds(30))
                #expect(try await page.evaluate("1", as: Int.self, timeout: .seconds(30)) == 1)
            }
        }
    }
}
