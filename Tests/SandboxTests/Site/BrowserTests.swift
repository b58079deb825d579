import Testing

@testable import Sandbox

/// The pages in a real browser.
extension InBrowser {
    @Suite struct BrowserTests {
        @Test func `every phoenix address leads to sign-in, and signing in leads to the pages`() async throws {
            let seen = try await ScriptedVisitor.play(
                .phoenix,
                """
                open("/site/#meet/member/12345678/chat");
                const button = await until(() => find("#marketing-header-login .btn-black"));
                const hash = frame.contentWindow.location.hash;
                button.click();
                const type = (selector, text) => { find(selector).value = text; };
                type("#site-login-modal-email", "owner@example.test");
                type("#site-login-modal-password", "wrong");
                find("#site-login-modal-submit-group > button").click();
                const error = (await until(() => find(".error-message"))).textContent;
                type("#site-login-modal-password", "sandbox");
                find("#site-login-modal-submit-group > button").click();
                await until(() => find("#phoenix-topbar") && find("#site-nav-user-menu"));
                const after = frame.contentWindow.location.hash;
                const popup = await until(() => find("#enable-push-notifications .modal-footer button.btn-primary"));
                popup.click();
                return { hash, error, after, popups: all("#enable-push-notifications").length };
                """)
            #expect(seen["hash"] == "")
            #expect(seen["error"]?.string?.contains("wrong") == true)
            #expect(seen["after"] == "#meet")
            #expect(seen["popups"] == 0)
        }

        @Test func `the phoenix list follows what happens and touches only the row it concerns`() async throws {
            let seen = try await ScriptedVisitor.play(
                .phoenix,
                """
                await signIn();
                open("/site/#chat");
                const rows = "#chat-section ol.media-list.chat-list > li";
                await until(() => all(rows).length === 20);
                const before = all(rows);
                const names = before.map((row) => row.querySelector("h5.media-heading").textContent);
                const times = before.map((row) => Number(row.querySelector(".media-date span[data-timestamp]").dataset.timestamp));
                let touched = 0;
                new MutationObserver((records) => { touched += records.length; })
                  .observe(find(".chat-list"), { childList: true, subtree: true, characterData: true, attributes: true });
                await control("say", { person: names[12], text: "hello <b>you</b>" });
                await until(() => all(rows)[0] === before[12]);
                const row = all(rows)[0];
                const preview = row.querySelector("p:not(.messages-chats-item-typing):not(.messages-chats-item-status)");
                return {
                  sorted: times.every((time, index) => index === 0 || times[index - 1] >= time),
                  kept: before.every((row) => all(rows).includes(row)), count: all(rows).length,
                  preview: preview.textContent, unread: row.classList.contains("chat-unread"),
                  href: row.querySelector("a.media-body[href]").getAttribute("href"), touched,
                };
                """
            ) { site in
                for number in 0..<20 { _ = try await site.say("hi", by: .person("Person \(number)"), asNotice: false) }
            }
            #expect(seen["sorted"] == true)
            #expect(seen["kept"] == true)
            #expect(seen["count"] == 20)
            #expect(seen["preview"] == "hello <b>you</b>")
            #expect(seen["unread"] == true)
            #expect(seen["href"]?.string?.hasPrefix("#meet/member/") == true)
            #expect((seen["touched"]?.int ?? 99) < 12)
        }

        @Test func `a phoenix conversation shows its history, takes a reply and grows`() async throws {
            let seen = try await ScriptedVisitor.play(
                .phoenix,
                """
                await signIn();
                const said = await control("say", { person: "Mia", text: "new" });
                open(`/site/#meet/member/${said.conversation}/chat`);
                const bubbles = () => all(".chat-message:not(.chat-no-messages)");
                const texts = () => all(".chat-message-text").map((node) => node.textContent);
                await until(() => bubbles().length === 50);
                find(".chat-load-more").click();
                await until(() => bubbles().length === 100);
                await control("say", { conversation: said.conversation, text: "Liked your photo!", notice: true });
                await until(() => find(".chat-message-system"));
                const notice = find(".chat-message-system").querySelector(".chat-message-text");
                for (const text of ["hi", "hi"]) await control("say", { conversation: said.conversation, text });
                await until(() => texts().slice(-2).join() === "hi,hi");

                const box = find('textarea.form-control.input-lg[placeholder="Type something…"]');
                const send = find('.chat-form button[type="submit"]');
                box.value = "hello\\nyou";
                const enabledBefore = !send.disabled;
                box.dispatchEvent(new Event("input", { bubbles: true }));
                const enabledAfter = !send.disabled;
                const count = bubbles().length;
                send.click();
                const early = bubbles().length - count;
                await until(() => all(".chat-message-sent").length > 0 && texts().at(-1) === "hello\\nyou");
                await until(() => box.value === "" && send.disabled);
                await control("say", { conversation: said.conversation, text: "bye" });
                await until(() => texts().at(-1) === "bye");
                return {
                  notice: notice === null, enabledBefore, enabledAfter, early,
                  own: bubbles().at(-2).classList.contains("chat-message-sent"),
                  status: bubbles().at(-2).querySelector(".chat-message-status").textContent.slice(0, 4),
                  twins: texts().filter((text) => text === "hello\\nyou").length,
                  named: bubbles().filter((bubble) => bubble.id || Object.keys(bubble.dataset).length).length,
                };
                """
            ) { site in
                _ = try await site.addHistory(by: .person("Mia"), messages: 150)
            }
            #expect(
                seen == [
                    "notice": true, "enabledBefore": false, "enabledAfter": true, "early": 0, "own": true,
                    "status": "Seen", "twins": 1, "named": 0,
                ])
        }

        @Test func `a refused message stays in the box and no bubble appears`() async throws {
            let seen = try await ScriptedVisitor.play(
                .phoenix,
                """
                await signIn();
                const said = await control("say", { person: "Mia", text: "hi" });
                open(`/site/#meet/member/${said.conversation}/chat`);
                const box = await until(() => find(".chat-message-text") && find("textarea"));
                await control("fault", { peer: "site", kind: "send-refused", rate: 1, seconds: 60 });
                box.value = "hello";
                box.dispatchEvent(new Event("input", { bubbles: true }));
                find('.chat-form button[type="submit"]').click();
                await until(() => !find(".chat-error").hidden);
                return { text: box.value, bubbles: all(".chat-message-sent").length };
                """)
            #expect(seen == ["text": "hello", "bubbles": 0])
        }

        @Test(arguments: [
            (
                Skin.classic, "#username", "#password", "#loginButton", ".popup-close-button", ".chat-message",
                ".message-text"
            ),
            (
                Skin.classic2, "#login-username", "#login-password", "#submit-login", ".modal-close", ".message-item",
                ".message-content"
            ),
        ])
        func `the classic skins work by their selectors`(
            skin: Skin, username: String, password: String, submit: String, close: String, bubble: String, text: String
        ) async throws {
            let seen = try await ScriptedVisitor.play(
                skin,
                """
                open("/site/chat");
                await until(() => find("\(submit)"));
                const path = frame.contentWindow.location.pathname;
                find("\(username)").value = "owner@example.test";
                find("\(password)").value = "sandbox";
                find("\(submit)").click();
                (await until(() => find("\(close)"))).click();
                const link = await until(() => find(".conversation-row .conversation-link"));
                link.click();
                await until(() => all("\(bubble)").length === 1);
                find("#message-input").value = "hello";
                find("#message-input").dispatchEvent(new Event("input", { bubbles: true }));
                find("#send-button").click();
                await until(() => all("\(bubble)").length === 2);
                return {
                  path, popups: all(".popup").length, texts: all("\(bubble) \(text)").map((node) => node.textContent),
                  own: all("\(bubble)").map((node) => node.classList.contains("own")),
                };
                """
            ) { site in
                _ = try await site.say("hi", by: .person("Mia"), asNotice: false)
            }
            #expect(seen == ["path": "/site/login", "popups": 0, "texts": ["hi", "hello"], "own": [false, true]])
        }
    }
}
