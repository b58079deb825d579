import Testing

@testable import Sandbox

/// What the page itself knows of its parts, in a real browser.
extension InBrowser {
    @Suite struct MutantTests {
        /// Signs in, reads the list, opens a conversation by its link and answers, by roles alone.
        private static let visit = """
            const truth = (role) => frame.contentWindow.PAVILION_TRUTH?.(role) ?? [];
            const one = (role) => until(() => truth(role)[0]);
            const missing = [];
            const expect = (roles) => missing.push(...roles.filter((role) => truth(role).length === 0));
            open("/site/");
            (await one("loginOpen")).click();
            (await one("loginUsername")).value = "owner@example.test";
            expect(["loginPassword", "loginSubmit"]);
            truth("loginPassword")[0].value = "wrong";
            truth("loginSubmit")[0].click();
            await one("loginError");
            truth("loginPassword")[0].value = "sandbox";
            truth("loginSubmit")[0].click();
            await one("signedIn");
            frame.contentWindow.location.hash = "chat";
            await until(() => truth("row").length === 2);
            expect(["list", "rowLink", "rowName", "rowTime", "rowPreview", "rowUnread"]);
            const names = truth("rowName").map((node) => node.textContent);
            const href = truth("rowLink")[0].getAttribute("href");
            truth("rowLink")[0].click();
            const box = await one("textBox");
            await until(() => truth("bubble").length === 1);
            expect(["conversationName", "bubbleText", "systemNotice", "send"]);
            const send = truth("send")[0];
            const wasDisabled = send.disabled;
            box.value = "hello";
            box.dispatchEvent(new Event("input", { bubbles: true }));
            send.click();
            await until(() => truth("bubbleOwn").length === 1);
            return {
              missing, names, wasDisabled, isLink: /^#meet\\/member\\/\\d+\\/chat$/.test(href),
              texts: truth("bubbleText").map((node) => node.textContent),
              isRight: frame.contentWindow.PAVILION_IS("send", send),
              isWrong: frame.contentWindow.PAVILION_IS("send", box),
            };
            """

        private static func prepare(_ site: SitePeer) async throws {
            _ = try await site.say("hi", by: .person("Ben"), asNotice: false)
            _ = try await site.say("hi", by: .person("Mia"), asNotice: false)
            _ = try await site.say("Liked your photo!", by: .person("Mia"), asNotice: true)
        }

        private static let expected: JSONValue = [
            "missing": [], "names": ["Mia", "Ben"], "wasDisabled": true, "isLink": true, "texts": ["hi", "hello"],
            "isRight": true, "isWrong": false,
        ]

        @Test(arguments: [1, 2, 3, 7, 12, 18_446_744_073_709_551_615] as [UInt64])
        func `a mutant of any seed is used by its roles`(seed: UInt64) async throws {
            let seen = try await ScriptedVisitor.play(.mutant, seed: seed, Self.visit, prepare: Self.prepare)
            #expect(seen == Self.expected)
        }

        @Test func `phoenix knows its roles too`() async throws {
            let seen = try await ScriptedVisitor.play(.phoenix, Self.visit, prepare: Self.prepare)
            #expect(seen == Self.expected)
        }

        @Test func `a seed always gives the same markup, another seed another`() async throws {
            let script = """
                const look = async () => {
                  const old = frame.contentDocument;
                  open("/site/?" + Math.random());
                  await until(() => frame.contentDocument !== old && frame.contentWindow.PAVILION_TRUTH?.("loginOpen").length);
                  return frame.contentDocument.getElementById("app").innerHTML;
                };
                const first = await look();
                const again = await look();
                await control("skin", { skin: "mutant", seed: 6 });
                return { isSame: first === again, isOther: first !== await look() };
                """
            let seen = try await ScriptedVisitor.play(.mutant, seed: 5, script)
            #expect(seen == ["isSame": true, "isOther": true])
        }
    }
}
