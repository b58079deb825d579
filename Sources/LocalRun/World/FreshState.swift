import CurlHTTP
import FoundationEssentials
import Mongo
import Store

/// Empties what a sandbox run keeps: the sandbox forgets everything at its end, so the suite must too.
///
/// Queues are emptied and never deleted: RabbitMQ 3.10 loses its at-least-once dead-lettering until it is restarted when
/// several such queues are deleted while their workers start (`rabbit_fifo_dlx_sup` gives up), and then refuses every
/// declaration of one with 541.
struct FreshState: Sendable {
    static let limit = Duration.seconds(20)

    let web: WebClient
    /// `http://user:password@host:port` of the RabbitMQ management API.
    let management: String
    let databaseURI: String
    let folder: String
    let virtualHost: String

    /// A virtual host for each shape of the topology, because a queue cannot change its arguments.
    /// - Parameter definitions: the text of deploy/rabbitmq/definitions.json.
    static func virtualHost(_ name: String, definitions: String) -> String {
        "\(name)-\(TextHash.of(definitions).prefix(8))"
    }

    static func database(_ name: String) -> String { "switchboard_" + String(name.map { $0 == "-" ? "_" : $0 }) }

    func prepare() async throws {
        async let broker: Void = freshVirtualHost()
        async let database: Void = freshDatabase()
        try? FileManager.default.removeItem(atPath: "\(folder)/profile")
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        _ = try await (broker, database)
    }

    private func freshVirtualHost() async throws {
        let (base, headers) = ManagementAddress.split(management)
        try await web.send(.put, "\(base)/api/vhosts/\(virtualHost)", json: "{}", headers: headers)
        try await web.send(
            .put, "\(base)/api/permissions/\(virtualHost)/\(ManagementAddress.user(management))",
            json: #"{"configure":".*","write":".*","read":".*"}"#, headers: headers)
        struct Queue: Decodable { var name: String }
        let list = try await web.get("\(base)/api/queues/\(virtualHost)?columns=name", headers: headers)
        let queues = try JSONDecoder().decode([Queue].self, from: Data(list)).map(\.name)
        // First those that others are filled from.
        for queue in queues.filter({ $0.contains(".delay.") }) + queues.filter({ !$0.contains(".delay.") }) {
            let contents = "\(base)/api/queues/\(virtualHost)/\(queue)/contents"
            // A queue has no leader for a moment after the broker's start.
            let isEmpty = try await Deadline.wait(Self.limit) {
                (try? await web.send(.delete, contents, headers: headers)) != nil
            }
            guard isEmpty else {
                throw RunFault("the queue \(queue) of an earlier run cannot be emptied: try `make clean`")
            }
        }
    }

    private func freshDatabase() async throws {
        let client = try MongoClient(uri: databaseURI, appName: "switchboard-local", threads: 1)
        let result: Result<Void, any Error>
        do {
            result = .success(try await client.run { try $0.dropDatabase() })
        } catch {
            result = .failure(error)
        }
        await client.close()
        try result.get()
    }
}

/// Takes the credentials out of a management address. Pure.
enum ManagementAddress {
    static func split(_ url: String) -> (base: String, headers: HTTPHeaders) {
        guard let scheme = url.firstRange("://"), let at = url[scheme.upperBound...].lastIndex(of: "@") else {
            return (url, [:])
        }
        let credentials = url[scheme.upperBound..<at]
        let token = Data(credentials.utf8).base64EncodedString()
        return (String(url[..<scheme.upperBound] + url[url.index(after: at)...]), ["Authorization": "Basic \(token)"])
    }

    static func user(_ url: String) -> String {
        guard let scheme = url.firstRange("://"), let at = url[scheme.upperBound...].lastIndex(of: "@") else {
            return "guest"
        }
        return url[scheme.upperBound..<at].split(separator: ":").first.map(String.init) ?? "guest"
    }

    /// For a person's browser: without the password.
    static func shown(_ url: String) -> String { split(url).base }
}

extension String {
    fileprivate func firstRange(_ needle: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(needle) { return start..<index(start, offsetBy: needle.count) }
            start = index(after: start)
        }
        return nil
    }
}
