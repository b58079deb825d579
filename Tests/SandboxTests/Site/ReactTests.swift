import Testing

@testable import Sandbox

/// The skin `react` in a real browser.
extension InBrowser {
    @Suite struct ReactTests {
        private static let shorthand = """
            const at = (name) => `[data-testid="${name}"]`;
            const one = (name) => find(at(name));
            const texts = (name) => all(at(name)).map((node) => node.textContent);
            """

        @Test func `one signs in by test ids, and names come after their rows`() async throws {
            let seen = try await ScriptedVisitor.play(
                .react,
                Self.shorthand + """

                    await control("trouble", { kind: "late-names", milliseconds: 1500 });
                    open("/site/");
                    const fill = (name, text) => {
                      one(name).value = text;
                      one(name).dispatchEvent(new Event("input", { bubbles: true }));
                    };
                    await until(() => one("login-submit"));
                    const path = frame.contentWindow.location.pathname;
                    const isDisabled = one("login-submit").disabled;
                    fill("login-email", "owner@example.test");
                    fill("login-password", "wrong");
                    one("login-submit").click();
                    await until(() => !one("login-error").hidden);
                    fill("login-password", "sandbox");
                    one("login-submit").click();
                    await until(() => one("account-menu") && one("push-prompt"));
                    one("push-prompt-dismiss").click();
                    await until(() => texts("conversation-preview").length > 0);
                    const early = all(`${at("conversation-row")}[aria-busy]`).length;
                    await until(() => texts("conversation-name")[0]?.startsWith("Person "));
                    return { path, isDisabled, early, rows: texts("conversation-preview").length };
                    """
            ) { site in
                for number in 0..<60 { _ = try await site.say("hi", by: .person("Person \(number)"), asNotice: false) }
            }
            #expect(seen["path"] == "/site/get-started/email/login")
            #expect(seen["isDisabled"] == true)
            #expect((seen["early"]?.int ?? 0) > 0)
            // Of the sixty only what is in view is in the page.
            #expect((5...30).contains(seen["rows"]?.int ?? 0))
        }

        @Test func `all messages come by scrolling, and only a few are there at once`() async throws {
            let seen = try await ScriptedVisitor.play(
                .react,
                Self.shorthand + """

                    await signIn();
                    const said = await control("say", { person: "Mia", text: "new" });
                    open(`/site/chats/${said.conversation}`);
                    await until(() => texts("message-text").at(-1) === "new");
                    const most = all("[data-message-id]").length;
                    const found = new Map();
                    await until(() => {
                      for (const node of all("[data-message-id]")) {
                        found.set(Number(node.dataset.messageId.split("-")[1]), node.querySelector(at("message-text")).textContent);
                      }
                      if (one("conversation-start")) return true;
                      one("message-list").scrollTop -= 200;
                    });
                    const ledger = await (await fetch("/control/ledger")).json();
                    const written = ledger.conversations[0].messages.map(({ text }) => text);
                    const read = [...found].sort(([left], [right]) => left - right).map(([, text]) => text);
                    return { most, isSame: JSON.stringify(written) === JSON.stringify(read), count: read.length };
                    """
            ) { site in
                _ = try await site.addHistory(by: .person("Mia"), messages: 120)
            }
            #expect((seen["most"]?.int ?? 99) < 50)
            #expect(seen["isSame"] == true)
            #expect(seen["count"] == 121)
        }

        @Test func `a message appears at once and is confirmed or marked as failed`() async throws {
            let seen = try await ScriptedVisitor.play(
                .react,
                Self.shorthand + """

                    await signIn();
                    const said = await control("say", { person: "Mia", text: "hi" });
                    open(`/site/chats/${said.conversation}`);
                    await until(() => texts("message-text").length === 1);
                    const send = (text) => {
                      one("message-input").textContent = text;
                      const wasDisabled = one("send-button").disabled;
                      one("message-input").dispatchEvent(new InputEvent("input", { bubbles: true }));
                      one("send-button").click();
                      const bubble = all(at("message-outgoing")).at(-1);
                      return [wasDisabled, bubble.getAttribute("aria-busy"), bubble.dataset.messageId.split("-")[0]];
                    };
                    const first = send("hello");
                    const left = one("message-input").textContent;
                    await until(() => texts("message-status").at(-1) === "Sent");
                    const id = all("[data-message-id]").at(-1).dataset.messageId === `${said.conversation}-1`;
                    await control("fault", { peer: "site", kind: "send-refused", rate: 1, seconds: 60 });
                    send("again");
                    await until(() => one("message-failed"));
                    await control("fault", { peer: "site", kind: "send-refused", rate: 0 });
                    one("message-retry").click();
                    await until(() => !one("message-failed") && texts("message-status").at(-1) === "Sent");
                    return { first, left, id, texts: texts("message-text"), busy: all("[data-message-id][aria-busy]").length };
                    """)
            #expect(seen["first"] == [true, "true", "local"])
            #expect(seen["left"] == "")
            #expect(seen["id"] == true)
            #expect(seen["texts"] == ["hi", "hello", "again"])
            #expect(seen["busy"] == 0)
        }
    }
}
