import Foundation
import Glibc
import Synchronization
import Testing

@testable import Mongo

/// A mongod of a test's own, to be frozen and killed. `SWITCHBOARD_TEST_MONGOD` is the path of the program.
final class PrivateServer: Sendable {
    static let program = ProcessInfo.processInfo.environment["SWITCHBOARD_TEST_MONGOD"]
    static let skipped: Comment = "SWITCHBOARD_TEST_MONGOD names no mongod"

    let port: Int
    private let directory: URL
    private let arguments: [String]
    private let process = Mutex<Process?>(nil)

    /// - Parameter arguments: what the program gets besides port and directories, as in `--replSet rs0`.
    init(_ arguments: [String]) throws {
        self.arguments = arguments
        port = try Self.freePort()
        directory = FileManager.default.temporaryDirectory.appending(path: "mongo-tests-\(port)-\(getpid())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    /// Starts a server, lends it, and leaves nothing behind.
    static func with<R>(
        _ arguments: [String], isolation: isolated (any Actor)? = #isolation,
        _ body: (PrivateServer) async throws -> R
    ) async throws -> R {
        let server = try PrivateServer(arguments)
        defer { server.remove() }
        try await server.start()
        return try await body(server)
    }

    func start(isolation: isolated (any Actor)? = #isolation) async throws {
        let process = Process()
        process.executableURL = URL(filePath: try #require(Self.program))
        process.arguments =
            [
                "--port", "\(port)", "--bind_ip", "127.0.0.1", "--nounixsocket", "--dbpath", directory.path(),
                "--logpath", directory.appending(path: "log").path(), "--wiredTigerCacheSizeGB", "0.25",
            ] + arguments
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        self.process.withLock { $0 = process }
        let probe = try MongoClient(uri: uri("serverSelectionTimeoutMS=500"), appName: "probe", threads: 1)
        try await eventually(within: .seconds(30), "mongod answers") {
            await mongoError { try await probe.run { try $0.runCommand(["ping": 1], in: "admin") } }?.code
                != .serverSelection
        }
        await probe.close()
    }

    /// Makes the replica set of one member, and waits for its primary.
    func initiate(isolation: isolated (any Actor)? = #isolation) async throws {
        let client = try MongoClient(uri: uri(), appName: "probe", threads: 1)
        let member: BSONValue = ["_id": 0, "host": .string("127.0.0.1:\(port)")]
        _ = try await client.run { session in
            try session.runCommand(["replSetInitiate": ["_id": "rs0", "members": [member]]], in: "admin")
        }
        await client.close()
        try await awaitPrimary()
    }

    func awaitPrimary(isolation: isolated (any Actor)? = #isolation) async throws {
        let client = try MongoClient(uri: uri(), appName: "probe", threads: 1)
        try await eventually(within: .seconds(30), "a primary") {
            await mongoError { try await client.requireReplicaSet() } == nil
        }
        await client.close()
    }

    func uri(_ options: String = "") -> String {
        "mongodb://127.0.0.1:\(port)/private?directConnection=true&\(options)"
    }

    var processID: pid_t { process.withLock { $0?.processIdentifier ?? 0 } }

    /// Ends the server as a power cut does.
    func kill() {
        process.withLock { process in
            guard let running = process else { return }
            Glibc.kill(running.processIdentifier, SIGKILL)
            running.waitUntilExit()
            process = nil
        }
    }

    private func remove() {
        kill()
        try? FileManager.default.removeItem(at: directory)
    }

    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, size) == 0 ? getsockname(descriptor, address, &size) : -1
            }
        }
        try #require(result == 0)
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
