import CurlHTTP
import FoundationEssentials
import Mongo

/// Empties what a sandbox run keeps: the sandbox forgets everything at its end, so the suite must too.
struct FreshState: Sendable {
    static let virtualHost = "sandbox"
    static let database = "switchboard_sandbox"

    let web: WebClient
    /// `http://user:password@host:port` of the RabbitMQ management API.
    let management: String
    let databaseURI: String
    let folder: String

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
        let host = "\(base)/api/vhosts/\(Self.virtualHost)"
        // There may be none to delete.
        _ = try? await web.send(.delete, host, headers: headers)
        try await web.send(.put, host, json: "{}", headers: headers)
        try await web.send(
            .put, "\(base)/api/permissions/\(Self.virtualHost)/\(ManagementAddress.user(management))",
            json: #"{"configure":".*","write":".*","read":".*"}"#, headers: headers)
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
