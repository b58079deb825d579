import Testing

@testable import Sandbox

@Suite struct WorldTests {
    @Test func `every peer of the world answers on one port and ends with the task`() async throws {
        let world = try World(World.Options(port: 0, seed: 3))
        let run = Task { try await world.run() }
        defer { run.cancel() }
        let server = TestServer(base: "http://127.0.0.1:\(try await world.port())")
        for path in ["/", "/site/", "/discord", "/sheet"] {
            let page = try await server.send("GET", path)
            #expect(page.status == 200, "\(path)")
            #expect(page.text.contains("<!doctype html>"), "\(path)")
        }
        let ledger = try await server.send("GET", "/control/ledger").json
        #expect(ledger["seed"] == "3")
        for part in ["conversations", "site", "discord", "google", "ai"] {
            #expect(ledger[part] != nil, "\(part)")
        }
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
    }

    @Test func `a folder for the record that cannot be made stops the start`() {
        #expect(throws: SandboxError.self) { _ = try World(World.Options(port: 0, recordDirectory: "/proc/none")) }
    }
}
