import Testing

@testable import Sandbox

/// The skin `desk` in a real browser.
extension InBrowser {
    @Suite struct DeskTests {
        @Test func `a click opens a row, and nothing but its selection tells so`() async throws {
            let seen = try await ScriptedVisitor.play(
                .desk,
                """
                const said = await control("say", { person: "Mia", text: "see https://example.test @Ana \\u{1F648}\\n\\nbye" });
                open("/site/");
                const row = await until(() => find(`[role="option"][data-key="${said.conversation}"]`));
                const before = frame.contentWindow.location.href;
                row.click();
                await until(() => all(".desk-message").length === 49);
                find(".desk-earlier").click();
                await until(() => all(".desk-message").length === 60);
                const lines = [...all(".desk-text").at(-1).children];
                const read = (line) => [...line.childNodes].map((node) => node.alt ?? node.textContent).join("");
                return {
                  links: all('[role="listbox"] [href]').length, selected: row.getAttribute("aria-selected"),
                  isSameAddress: frame.contentWindow.location.href === before, path: frame.contentWindow.location.pathname,
                  earlier: find(".desk-earlier").hidden, time: all(".desk-time").at(-1).textContent,
                  text: lines.map(read).join("\\n"), parts: lines[0].querySelectorAll("a, img, .desk-mention").length,
                };
                """
            ) { site in
                _ = try await site.addHistory(by: .person("Mia"), messages: 59)
                _ = try await site.say("Liked your photo!", by: .person("Mia"), asNotice: true)
            }
            #expect(
                seen == [
                    "links": 0, "selected": "true", "isSameAddress": true, "path": "/site/desk", "earlier": true,
                    "time": "now", "text": "see https://example.test @Ana 🙈\n\nbye", "parts": 3,
                ])
        }

        @Test func `one conversation alone has no list and takes a reply`() async throws {
            let seen = try await ScriptedVisitor.play(
                .desk,
                """
                const said = await control("say", { person: "Mia", text: "hi" });
                open(`/site/desk?only=${said.conversation}`);
                await until(() => all(".desk-message").length === 1);
                const box = find(".desk-reply textarea");
                const send = find('button[aria-label="Send"]');
                box.value = "hello";
                const before = send.getAttribute("aria-disabled");
                box.dispatchEvent(new Event("input", { bubbles: true }));
                send.click();
                await until(() => all(".desk-message").length === 2 && box.value === "");
                box.value = "by a key";
                box.dispatchEvent(new Event("input", { bubbles: true }));
                box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
                await until(() => all(".desk-message").length === 3);
                return {
                  before, lists: all('[role="listbox"]').length,
                  authors: all(".desk-author").map((node) => node.textContent),
                };
                """)
            #expect(seen == ["before": "true", "lists": 0, "authors": ["Mia", "You", "You"]])
        }
    }
}
