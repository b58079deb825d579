import Glibc
import NIOCore
import NIOPosix
import Shared

/// `<service> --health`: asks the running service on this machine whether it is ready. For container health checks.
enum HealthProbe {
    static let deadline = TimeAmount.seconds(3)

    /// - Returns: the exit status: 0 when it is ready.
    static func run<Configuration: ServiceConfiguration>(_ type: Configuration.Type) async -> Int32 {
        guard let loaded = try? ConfigurationLoader.load(type) else { return ExitReason.configurationStatus }
        let runtime = loaded.configuration.runtime
        let host = runtime.adminHost == "0.0.0.0" ? "127.0.0.1" : runtime.adminHost
        do {
            let answer = try await ask(host: host, port: runtime.adminPort)
            StandardOutput.write(answer + "\n")
            return answer.hasPrefix("HTTP/1.1 200") ? 0 : 1
        } catch {
            StandardError.write("\(Configuration.service.rawValue) does not answer on \(host):\(runtime.adminPort)\n")
            return 1
        }
    }

    private static func ask(host: String, port: Int) async throws -> String {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(deadline)
            .connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(
                ByteBuffer(string: "GET /health/ready HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n"))
            var text = ""
            for try await part in inbound {
                text += String(buffer: part)
                if text.utf8.count > 65_536 { break }
            }
            return text
        }
    }
}
