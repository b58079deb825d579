import Foundation
import Testing

@testable import CurlHTTP

@Suite(.enabled(if: OpenSSLServer.isAvailable, "The openssl command is not installed."))
struct TLSTests {
    @Test func aCertificateThatNobodyVouchesForIsRefused() async throws {
        let server = try await OpenSSLServer()
        defer { server.stop() }
        try await withClient { client in
            let error = try await failure {
                try await client.send(HTTPRequest(.post, server.url("localhost"), timeouts: .patient))
            }
            #expect(error.code == .tls && !error.requestMayHaveBeenProcessed && !error.isRetriable)
            #expect(error.message.contains("https://localhost:\(server.port)"))
        }
    }

    @Test func oneFromAGivenAuthorityIsTrusted() async throws {
        let server = try await OpenSSLServer()
        defer { server.stop() }
        let configuration = HTTPClientConfiguration(certificateAuthorityFile: server.certificate)
        try await withClient(configuration) { client in
            let response = try await client.send(HTTPRequest(.get, server.url("localhost"), timeouts: .patient))
            #expect(response.status == 200)
        }
    }

    @Test func oneForAnotherNameIsRefused() async throws {
        let server = try await OpenSSLServer()
        defer { server.stop() }
        let configuration = HTTPClientConfiguration(certificateAuthorityFile: server.certificate)
        try await withClient(configuration) { client in
            let error = try await failure {
                try await client.send(HTTPRequest(.get, server.url("127.0.0.1"), timeouts: .patient))
            }
            #expect(error.code == .tls && !error.isRetriable)
        }
    }

    @Test func anAuthorityFileThatIsMissingIsRefused() async throws {
        let server = try await OpenSSLServer()
        defer { server.stop() }
        let configuration = HTTPClientConfiguration(certificateAuthorityFile: server.certificate + ".missing")
        try await withClient(configuration) { client in
            let error = try await failure { try await client.send(HTTPRequest(.get, server.url("localhost"))) }
            #expect(error.code == .tls && !error.isRetriable)
        }
    }

    @Test func aVersionBelowTwelveIsRefused() async throws {
        // Level 0 lets the server itself offer TLS 1.1.
        let server = try await OpenSSLServer(options: ["-tls1_1", "-cipher", "DEFAULT:@SECLEVEL=0"])
        defer { server.stop() }
        let configuration = HTTPClientConfiguration(certificateAuthorityFile: server.certificate)
        try await withClient(configuration) { client in
            let error = try await failure {
                try await client.send(HTTPRequest(.get, server.url("localhost"), timeouts: .patient))
            }
            #expect(error.code == .tls && !error.requestMayHaveBeenProcessed)
        }
    }

    @Test func aServerThatDoesNotSpeakTLSIsATLSError() async throws {
        let server = try ScriptedServer { try $0.answer("400 Bad Request", text: "plain") }
        defer { server.stop() }
        try await withClient { client in
            let error = try await failure {
                try await client.send(HTTPRequest(.get, server.url(scheme: "https"), timeouts: .patient))
            }
            #expect(error.code == .tls && !error.requestMayHaveBeenProcessed)
        }
    }
}
