import Testing

@testable import Sandbox

/// Troubles as a page shows them.
extension InBrowser {
    @Suite struct TroubleBrowserTests {
        @Test(
            arguments: [
                (Skin.phoenix, "/site/#chat"), (.classic, "/site/chat"), (.react, "/site/chats"), (.desk, "/site/desk"),
            ] as [(Skin, String)])
        func `an advertisement and a banner cover every skin until they are answered`(
            skin: Skin, address: String
        ) async throws {
            let seen = try await ScriptedVisitor.play(
                skin,
                """
                await signIn();
                open("\(address)");
                await until(() => all("#app *").length > 5);
                await control("trouble", { kind: "advertisement" });
                const claim = await until(() => find(".promo-claim"));
                const center = frame.contentDocument.elementFromPoint(600, 400);
                const isCovered = find(".promo-veil").contains(center);
                claim.click();
                claim.click();
                const stays = find(".promo-veil") !== null;
                find(".promo-cross").click();
                await until(() => !find(".promo-veil"));
                await control("trouble", { kind: "consent" });
                (await until(() => all(".cookie-button")[0])).click();
                await until(() => !find(".cookie-veil"));
                let counts;
                for (let round = 0; round < 500 && !counts?.consent_rejected; round += 1) {
                  counts = (await (await fetch("/control/ledger")).json()).site.troubles;
                }
                return { isCovered, stays, counts };
                """)
            #expect(seen["isCovered"] == true)
            #expect(seen["stays"] == true)
            #expect(seen["counts"]?["advertisement_primary_clicks"] == 2)
            #expect(seen["counts"]?["advertisements_closed"] == 1)
            #expect(seen["counts"]?["consent_rejected"] == 1)
            #expect(seen["counts"]?["consent_accepted"] == 0)
        }

        @Test func `a challenge takes the place of an open page until it is answered`() async throws {
            let seen = try await ScriptedVisitor.play(
                .classic,
                """
                await signIn();
                open("/site/chat");
                await until(() => find(".bar .account"));
                await control("trouble", { kind: "captcha", answer: "heron", now: true });
                await until(() => find("#challenge svg"));
                const letters = all("#challenge svg text").map((node) => node.textContent).join("");
                const isAlone = find(".bar") === null;
                find("#challenge-answer").value = "pelican";
                find("#challenge-submit").click();
                await until(() => !find("#challenge-error").hidden);
                find("#challenge-answer").value = "HERON";
                find("#challenge-submit").click();
                await until(() => find(".bar .account"));
                await control("trouble", { kind: "banned" });
                const words = (await until(() => find("#suspended"))).textContent;
                await control("trouble", { kind: "none" });
                await until(() => find(".bar .account"));
                await control("trouble", { kind: "second-device" });
                const farewell = (await until(() => find(".farewell"))).textContent;
                return { letters, isAlone, words, farewell };
                """)
            #expect(seen["letters"] == "heron")
            #expect(seen["isAlone"] == true)
            #expect(seen["words"]?.string?.contains("Your account has been suspended") == true)
            #expect(seen["farewell"] == "You signed in on another device.")
        }

        @Test func `a text appears in the box, and names come late`() async throws {
            let seen = try await ScriptedVisitor.play(
                .classic,
                """
                await signIn();
                const said = await control("say", { person: "Mia", text: "hi" });
                open(`/site/chat/${said.conversation}`);
                await until(() => all(".chat-message").length === 1);
                const live = async () => (await (await fetch("/control/ledger")).json()).site.open_pages;
                while (await live() === 0);
                await control("trouble", { kind: "hand-typing", text: "by hand" });
                await until(() => find("#message-input").value === "by hand" && !find("#send-button").disabled);
                await control("trouble", { kind: "late-names", milliseconds: 1500 });
                await until(() => find(".conversation-name")?.textContent === "");
                await until(() => find(".conversation-name").textContent === "Mia");
                return true;
                """)
            #expect(seen == true)
        }
    }
}
