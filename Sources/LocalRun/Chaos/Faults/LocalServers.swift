import Subprocess
import SystemPackage

/// The RabbitMQ and the MongoDB of a fault run, which belong to it alone: `deploy/local/servers`.
struct LocalServers: Sendable {
    static let script = "deploy/local/servers"

    func kill(_ server: Fault.Server) async throws { try await run(["kill", server.rawValue]) }
    func revive(_ server: Fault.Server) async throws { try await run(["revive", server.rawValue]) }
    func freeze(_ server: Fault.Server) async throws { try await run(["freeze", server.rawValue]) }
    func thaw(_ server: Fault.Server) async throws { try await run(["thaw", server.rawValue]) }
    func memoryAlarm(_ isOn: Bool) async throws { try await run(["memory-alarm", isOn ? "on" : "off"]) }

    private func run(_ arguments: [String]) async throws {
        let result = try await Subprocess.run(
            .path(FilePath(Self.script)), arguments: Arguments(arguments), output: .string(limit: 1 << 16),
            error: .combinedWithOutput)
        guard result.terminationStatus.isSuccess else {
            throw RunFault(
                "`servers \(arguments.joined(separator: " "))` failed (\(result.terminationStatus)):\n\(result.standardOutput)"
            )
        }
    }
}
