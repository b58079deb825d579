import Foundation

/// Certificates made for one test by openssl, in a folder.
struct Certificates {
    let folder: URL
    static let isPossible = FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")

    /// An authority that signed the broker's certificate, which is for `localhost` alone.
    var authority: String { path("ca.pem") }
    /// Another authority, which signed nothing.
    var stranger: String { path("stranger.pem") }

    init(in folder: URL) async throws {
        self.folder = folder
        for name in ["ca", "stranger"] {
            try await openssl(
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                "-subj", "/CN=\(name)", "-keyout", path("\(name).key"), "-out", path("\(name).pem"))
        }
        try await openssl(
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=localhost",
            "-keyout", path("server.key"), "-out", path("server.csr"))
        try "subjectAltName=DNS:localhost\n".write(toFile: path("server.ext"), atomically: true, encoding: .utf8)
        try await openssl(
            "x509", "-req", "-in", path("server.csr"), "-CA", path("ca.pem"), "-CAkey", path("ca.key"),
            "-CAcreateserial", "-days", "2", "-extfile", path("server.ext"), "-out", path("server.pem"))
    }

    /// What a broker's configuration needs to speak TLS at this port.
    func listener(port: Int) -> String {
        """
        listeners.ssl.1 = 127.0.0.1:\(port)
        ssl_options.cacertfile = \(path("ca.pem"))
        ssl_options.certfile = \(path("server.pem"))
        ssl_options.keyfile = \(path("server.key"))
        ssl_options.verify = verify_none

        """
    }

    private func path(_ name: String) -> String { folder.appending(path: name).path }

    private func openssl(_ arguments: String...) async throws { try await Tool.run("/usr/bin/openssl", arguments) }
}
