import AMQP

import class Foundation.ProcessInfo

/// The servers that the environment names.
enum Servers {
    /// - Throws: what to set, when it is not set, and what is wrong with it.
    static func broker(_ role: String) throws -> AMQPConfiguration {
        let url = try variable("RABBITMQ_URL", example: "amqp://guest:guest@127.0.0.1:5672/")
        var configuration = try AMQPConfiguration(url: url)
        configuration.connectionName = "bench/\(role)"
        return configuration
    }

    static func database() throws -> String {
        try variable("MONGODB_URI", example: "mongodb://127.0.0.1:27017/?replicaSet=rs0")
    }

    private static func variable(_ name: String, example: String) throws -> String {
        guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else {
            throw BenchFailure(
                "\(name) is not set. Name a server to measure against, as in \(name)='\(example)'; "
                    + "`make servers` starts one and prints its address, `make bench` does all of it.")
        }
        return value
    }
}
