/// How to reach MongoDB.
public struct DatabaseConfiguration: Sendable {
    public let uri: ConnectionAddress
    /// The database's name.
    public let name: String
    /// How many calls run at the same time; the client's pool is as large.
    public let threads: Int

    public init(from reader: inout ConfigurationReader) {
        uri = reader.read(DatabaseVariables.uri)
        name = uri.path.isEmpty ? "switchboard" : uri.path
        threads = reader.read(DatabaseVariables.threads)
        // MongoDB's own limits for a name; % would be an escape that nobody needs here.
        if name.utf8.count > 63 || name.contains(where: { "/\\. \"$*<>:|?%".contains($0) }) {
            reader.fail(
                DatabaseVariables.uri,
                because:
                    "names a database as MongoDB does not allow it: at most 63 characters, none of /\\. \"$*<>:|?%"
            )
        }
    }

    var warnings: [ConfigurationFault] {
        let encrypted =
            uri.scheme == "mongodb+srv"
            || uri.options.contains { ["tls", "ssl"].contains($0.name.lowercased()) && $0.value == "true" }
        guard !encrypted, !uri.isLoopback else { return [] }
        return [
            ConfigurationFault(
                DatabaseVariables.uri.key,
                "reaches the database without TLS; add tls=true unless the network is your own")
        ]
    }
}
