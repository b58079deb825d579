import Foundation

/// A headless Chromium that opens one address and lives while `body` runs.
enum Chromium {
    static let path = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    static func open(_ address: String, while body: () async throws -> Void) async throws {
        let profile = FileManager.default.temporaryDirectory.appendingPathComponent("sandbox-chromium-\(UUID())")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path ?? "/usr/bin/chromium")
        process.arguments = [
            "--headless=new", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage",
            "--disable-background-networking", "--remote-debugging-port=0", "--user-data-dir=\(profile.path)", address,
        ]
        // Chromium refuses to start as root with its own sandbox; CI containers often run as root.
        if getuid() == 0 { process.arguments?.insert("--no-sandbox", at: 0) }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let ended = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        process.terminationHandler = { _ in ended.continuation.finish() }
        try process.run()
        let result: Result<Void, any Error>
        do {
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        process.terminate()
        for await _ in ended.stream {}
        try? FileManager.default.removeItem(at: profile)
        try result.get()
    }
}
