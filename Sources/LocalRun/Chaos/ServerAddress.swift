/// Addresses of the servers, as services get them in a fault run. Pure.
enum ServerAddress {
    /// The port in `scheme://user:password@host:port/…`.
    static func port(of url: String) throws -> Int {
        guard let port = Int(split(url).port) else { throw RunFault("an address of a server has no port") }
        return port
    }

    /// Directly: a client that asks the replica set for its members would go past the proxy. Impatient, so that a run is
    /// short.
    static func throughProxy(database uri: String, port: Int) -> String {
        let path = split(uri).path.split(separator: "?", omittingEmptySubsequences: false).first ?? ""
        return "mongodb://127.0.0.1:\(port)\(path)?directConnection=true&serverSelectionTimeoutMS=2000"
            + "&connectTimeoutMS=2000&socketTimeoutMS=5000"
    }

    static func throughProxy(broker url: String, port: Int) -> String {
        let parts = split(url)
        return "\(parts.head)127.0.0.1:\(port)\(parts.path)?heartbeat=2&connection_timeout=3000"
    }

    /// `head` ends before the host, `path` begins after the port.
    private static func split(_ url: String) -> (head: String, port: String, path: String) {
        let bytes = Array(url)
        let scheme = bytes.indices.dropLast(2).first { String(bytes[$0...($0 + 2)]) == "://" }.map { $0 + 3 } ?? 0
        let end = bytes[scheme...].firstIndex(of: "/") ?? bytes.endIndex
        let host = bytes[scheme..<end].lastIndex(of: "@").map { $0 + 1 } ?? scheme
        let port = bytes[host..<end].lastIndex(of: ":").map { $0 + 1 } ?? end
        return (String(bytes[..<host]), String(bytes[port..<end]), String(bytes[end...]))
    }
}
