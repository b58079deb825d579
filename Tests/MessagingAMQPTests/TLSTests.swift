import AMQP
import CurlHTTP
import Foundation
import Messaging
import MessagingAMQP
import MessagingAcceptance
import Shared
import TestNetwork
import Testing

/// AMQP over TLS, with a RabbitMQ that has a certificate of its own.
@Suite(
    .serialized, .enabled(if: TestBroker.isThere, "SWITCHBOARD_TEST_RABBITMQ_URL is not set"),
    .enabled(if: OwnBroker.isThere && Certificates.isPossible, "RabbitMQ or openssl is not installed"))
struct TLSTests {
    @Test(.timeLimit(.minutes(4)))
    func `a broker over TLS is used when it proves its name, and only then`() async throws {
        let port = try TestSocket.unusedPort()
        try await OwnBroker.with { folder in
            try await Certificates(in: folder).listener(port: port)
        } _: { own in
            let authority = own.folder.appending(path: "ca.pem").path
            let host = "127.0.0.1:\(port)"
            try await Management.send(.put, "vhosts/inbox", to: own.managementURL())
            try await Management.send(
                .put, "users/anna", body: #"{"password":"p@ss/word","tags":""}"#, to: own.managementURL())
            try await Management.send(
                .put, "permissions/inbox/anna", body: #"{"configure":".*","write":".*","read":".*"}"#,
                to: own.managementURL())
            let login = "amqps://anna:p%40ss%2Fword@"
            try await works(url: "\(login)localhost:\(port)/inbox?heartbeat=7", authority, own)
            // In the URL, as other clients have it.
            try await opens(try AMQPConfiguration(url: "\(login)localhost:\(port)/inbox?cacertfile=\(authority)"))

            let stranger = own.folder.appending(path: "stranger.pem").path
            try await isRefused(
                url: "\(login)localhost:\(port)/inbox", stranger, .tls, "not signed by a known authority")
            try await isRefused(url: "\(login)localhost:\(port)/inbox", nil, .tls, "not signed by a known authority")
            try await isRefused(url: "\(login)\(host)/inbox", authority, .tls, "for another name")
            try await isRefused(url: "\(login)localhost:\(port)/inbox", "/nowhere.pem", .tls, "cannot be read")
            try await isRefused(url: "\(login)localhost:\(port)/other", authority, .accessRefused, "virtual host")
            try await isRefused(
                url: "amqps://anna:wrong@localhost:\(port)/inbox", authority, .authentication, "refused the user")
            let plain = try own.configuration().port
            try await isRefused(url: "\(login)localhost:\(plain)/inbox", authority, .tls, "TLS handshake")
        }
    }

    /// Messages go through, and the broker knows who is there.
    private func works(url: String, _ authority: String, _ own: OwnBroker) async throws {
        var configuration = try AMQPConfiguration(url: url)
        configuration.caFile = authority
        configuration.connectionName = "scraper@host publish"
        #expect(configuration.heartbeat == .seconds(7))
        try await BrokerOverAMQP.with(configuration, isKept: true) { broker in
            try await Acceptance.delivers(broker)
            try await expectEventually {
                let answer = try await Management.send(
                    .get, "connections", to: own.managementURL())
                let all = try JSONDecoder().decode([ConnectionSeen].self, from: Data(answer))
                return all.contains { seen in
                    seen.user_provided_name == "scraper@host publish" && seen.vhost == "inbox" && seen.user == "anna"
                        && seen.timeout == 7 && seen.ssl == true && seen.ssl_protocol?.hasPrefix("tlsv1.") == true
                }
            }
        }
    }

    private func opens(_ configuration: AMQPConfiguration) async throws {
        try await TestBroker.connection(configuration) { try await $0.opened() }
    }

    private func isRefused(
        url: String, _ authority: String?, _ code: AMQPError.Code, _ words: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        var configuration = try AMQPConfiguration(url: url)
        configuration.caFile = authority
        let connection = AMQPConnection(configuration)
        await #expect(sourceLocation: sourceLocation) {
            try await connection.run()
        } throws: { error in
            let error = error as? AMQPError
            return error?.code == code && error?.message.contains(words) == true && error?.isRetriable == false
                && error?.message.contains("p@ss") == false
        }
    }

    /// What the management API says of a connection.
    private struct ConnectionSeen: Decodable {
        var user: String?
        var vhost: String?
        var ssl: Bool?
        var timeout: Int?
        // swift-format-ignore: AlwaysUseLowerCamelCase
        var user_provided_name: String?
        // swift-format-ignore: AlwaysUseLowerCamelCase
        var ssl_protocol: String?
    }
}
