import Foundation
import Glibc
import Testing

/// `openssl s_server` with a fresh certificate for the name localhost, signed by itself.
struct OpenSSLServer {
    static let isAvailable = FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")

    let port: UInt16
    /// The PEM file, which can also serve as the authority.
    let certificate: String
    private let folder: ScratchFolder
    private let process: Command

    init(options: [String] = []) async throws {
        folder = try ScratchFolder()
        certificate = folder.url.appending(path: "certificate.pem").path
        let key = folder.url.appending(path: "key.pem").path
        let making = try Self.openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate,
        ])
        try await making.succeed()
        port = try Self.freePort()
        process = try Self.openssl(
            ["s_server", "-accept", "127.0.0.1:\(port)", "-cert", certificate, "-key", key, "-www", "-quiet"] + options)
        let port = port
        try await eventually { Self.isListening(port) }
    }

    func url(_ host: String) -> String { "https://\(host):\(port)/" }

    func stop() {
        process.kill()
        folder.remove()
    }

    private static func openssl(_ arguments: [String]) throws -> Command {
        try Command("/usr/bin/openssl", arguments)
    }

    private static func freePort() throws -> UInt16 {
        let server = try ScriptedServer(accepts: false) { _ in }
        server.discard()
        return server.port
    }

    /// Looks without connecting: s_server would take a connection for its client.
    private static func isListening(_ port: UInt16) -> Bool {
        let hex = String(port, radix: 16, uppercase: true)
        let wanted = " 0100007F:" + String(repeating: "0", count: 4 - hex.count) + hex + " 00000000:0000 0A "
        // To its end: the kernel says that it has no size, and gives a page at a time.
        guard let table = try? FileHandle(forReadingFrom: URL(filePath: "/proc/net/tcp")).readToEnd() else {
            return false
        }
        return String(decoding: table, as: UTF8.self).contains(wanted)
    }
}
