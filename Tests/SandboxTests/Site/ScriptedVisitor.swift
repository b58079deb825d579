import Foundation
import Testing

@testable import Sandbox

/// A page of the same origin that holds the site in a frame, acts on it as a script says, and reports back. That needs
/// no debugging connection to the browser, and the site cannot tell it from a person.
actor ScriptedVisitor: Peer {
    nonisolated let name = "visitor"
    nonisolated let prefixes = ["/visitor"]
    private let script: String
    private(set) var report: JSONValue?

    /// - Parameter script: the body of an async function that returns what the test wants to know. It begins with
    ///   `open(address)`, after `await signIn()` if it wants to be signed in, and can use `find(selector)` and
    ///   `all(selector)` in the frame, `until(test)` to wait, and `control(command, body)`.
    init(script: String) {
        self.script = script
    }

    func handle(_ request: PeerRequest) -> PeerResponse {
        if request.method == "POST" {
            report = try? request.json()
            return .empty()
        }
        return .html(
            """
            <iframe width="1200" height="800"></iframe>
            <script>
            const frame = document.querySelector("iframe");
            const find = (selector) => frame.contentDocument.querySelector(selector);
            const all = (selector) => [...frame.contentDocument.querySelectorAll(selector)];
            const until = async (test) => {
              for (const end = Date.now() + 30000; Date.now() < end;) {
                const found = test();
                if (found) return found;
                await new Promise((resume) => setTimeout(resume, 10));
              }
              throw new Error("never came true: " + test);
            };
            const control = (command, body) =>
              fetch("/control/" + command, { method: "POST", body: JSON.stringify(body) }).then((answer) => answer.json());
            const signIn = async () => {
              const body = JSON.stringify({ username: "owner@example.test", password: "sandbox" });
              await fetch("/site/api/login", { method: "POST", body });
            };
            const open = (address) => { frame.src = address; };
            const report = (value) => fetch("/visitor", { method: "POST", body: JSON.stringify(value) });
            (async () => {
            \(script)
            })().then((value) => report({ value: value ?? null }), (error) => report({ error: String(error) }));
            </script>
            """)
    }

    func ledger() -> JSONValue { nil }
    func reset() {}

    /// Lets a browser play `script` on a site in `skin`; gives what the script returned.
    static func play(
        _ skin: Skin, seed: UInt64 = 1, _ script: String,
        prepare: @Sendable (SitePeer) async throws -> Void = { _ in }
    ) async throws -> JSONValue {
        let clock = SystemClock()
        let faults = FaultBoard(random: SeededRandom(seed: 1), clock: clock)
        let site = SitePeer(
            random: SeededRandom(seed: 1), clock: clock, skin: skin, skinSeed: seed, password: "sandbox")
        try await prepare(site)
        let control = ControlPeer(
            site: site, operated: nil, peers: [site], faults: faults, clock: clock, seed: 1)
        let visitor = ScriptedVisitor(script: script)
        try await TestServer.with([site, control, visitor], faults: faults) { server in
            try await Chromium.open(server.base + "/visitor") {
                try await eventually("the visitor reports", within: .seconds(60)) { await visitor.report != nil }
            }
        }
        let report = try #require(await visitor.report)
        try #require(report["error"] == nil, "\(report)")
        return report["value"] ?? .null
    }
}
