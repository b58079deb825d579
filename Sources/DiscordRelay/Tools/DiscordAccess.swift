import ArgumentParser
import CurlHTTP
import Shared

/// Discord as the configuration says, for a command that ends: no service, database or broker is needed.
enum DiscordAccess {
    static func with<R: Sendable>(
        _ body: @escaping @Sendable (DiscordClient, DiscordRelayConfiguration) async throws -> R
    ) async throws -> R {
        let configuration: DiscordRelayConfiguration
        do {
            configuration = try ConfigurationLoader.load(DiscordRelayConfiguration.self).configuration
        } catch {
            print(error.description)
            throw ExitCode(78)
        }
        let http = HTTPClient(HTTPClientConfiguration(plainHTTPHosts: Set(configuration.runtime.plainHTTPHosts)))
        let discord = DiscordClient(http: http, base: configuration.apiURL.description, token: configuration.token)
        return try await withThrowingTaskGroup(of: R?.self) { group in
            group.addTask {
                try await http.run()
                return nil
            }
            group.addTask { try await body(discord, configuration) }
            defer { http.close() }
            while let result = try await group.next() {
                guard let result else { continue }
                return result
            }
            throw CancellationError()
        }
    }
}
