import AMQP
import Foundation
import Glibc
import MessagingAcceptance
import Subprocess

/// A RabbitMQ of one test alone, in a folder of its own: it can be killed, and started again with what it kept.
struct OwnBroker: Sendable {
    private static let servers = "deploy/local/servers"
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    static let isThere = FileManager.default.isExecutableFile(atPath: "/usr/lib/rabbitmq/bin/rabbitmq-server")

    let folder: URL

    /// Starts one, and removes it with its folder afterwards.
    ///
    /// - Parameter prepare: is given the folder; returns what is added to the broker's configuration.
    static func with(
        prepare: (URL) async throws -> String = { _ in "" }, _ body: (OwnBroker) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "switchboard-broker-\(UUID().uuidString)")
        let broker = OwnBroker(folder: folder)
        try FileManager.default.createDirectory(
            at: folder.appending(path: "rabbitmq"), withIntermediateDirectories: true)
        let result: Result<Void, any Error>
        do {
            try await prepare(folder).write(
                to: folder.appending(path: "rabbitmq/extra.conf"), atomically: true, encoding: .utf8)
            try await broker.start()
            try await body(broker)
            result = .success(())
        } catch {
            result = .failure(error)
        }
        try? await broker.servers("stop")
        try? FileManager.default.removeItem(at: folder)
        try result.get()
    }

    /// Returns when it takes connections. What it had before is there again, at the same addresses.
    func start() async throws { try await servers("start", "--only", "rabbitmq") }

    /// Kills it as a loss of power would, and returns when it is gone.
    func kill() async throws {
        let file = folder.appending(path: "state/rabbitmq.pid")
        let text = try String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let pid = pid_t(text), pid > 1 else { throw Failure(text: "there is no process id in \(file.path)") }
        guard Glibc.kill(pid, SIGKILL) == 0 else { throw Failure(text: "the broker's process \(pid) is not there") }
        guard try await eventually({ Glibc.kill(pid, 0) != 0 }) else {
            throw Failure(text: "the broker's process \(pid) does not end")
        }
    }

    /// Waits until the broker has written down which queues there are: 3.10 does so some seconds after a queue was
    /// declared, and one that is lost to a kill before comes up empty, and never elects a leader.
    func remembers(_ queues: [String]) async throws {
        let base = folder.appending(path: "rabbitmq/mnesia")
        guard
            try await eventually({
                guard let nodes = try? FileManager.default.contentsOfDirectory(atPath: base.path) else { return false }
                let known = nodes.compactMap { node in
                    try? Data(contentsOf: base.appending(path: "\(node)/quorum/\(node)/names.dets"))
                }
                return queues.allSatisfy { queue in
                    known.contains { $0.range(of: Data("_\(queue)m".utf8)) != nil }
                }
            })
        else { throw Failure(text: "the broker has not written down its queues") }
    }

    func configuration() throws -> AMQPConfiguration { try AMQPConfiguration(url: variable("RABBITMQ_URL")) }

    func managementURL() throws -> String { try variable("SWITCHBOARD_RABBITMQ_MANAGEMENT_URL") }

    private func variable(_ name: String) throws -> String {
        let text = try String(contentsOf: folder.appending(path: "servers.env"), encoding: .utf8)
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("\(name)=") }) else {
            throw Failure(text: "the servers' addresses lack \(name)")
        }
        return line.dropFirst(name.count + 1).trimmingCharacters(in: CharacterSet(charactersIn: "'"))
    }

    private func servers(_ arguments: String...) async throws {
        try await Tool.run(
            Self.root.appending(path: Self.servers).path, arguments, environment: ["SWITCHBOARD_LOCAL_DIR": folder.path]
        )
    }

    struct Failure: Error, CustomStringConvertible {
        let text: String
        var description: String { text }
    }
}
