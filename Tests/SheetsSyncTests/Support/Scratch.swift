import Foundation

/// A folder that goes when the test is over.
struct Scratch: Sendable {
    let url: URL

    static func with<R>(_ body: (Scratch) async throws -> R) async throws -> R {
        let scratch = Scratch(
            url: FileManager.default.temporaryDirectory.appending(path: "sheets-tests-\(UUID().uuidString)"))
        try FileManager.default.createDirectory(at: scratch.url, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch.url) }
        return try await body(scratch)
    }

    /// The file's path.
    func write(_ text: String, to name: String) throws -> String {
        let file = url.appending(path: name)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    func path(_ name: String) -> String { url.appending(path: name).path }

    func json(_ name: String) throws -> [String: Any] {
        let data = try Data(contentsOf: url.appending(path: name))
        return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }

    /// In octal, as `ls` has it.
    func mode(_ name: String) throws -> String {
        let attributes = try FileManager.default.attributesOfItem(atPath: path(name))
        return String((attributes[.posixPermissions] as? Int) ?? 0, radix: 8)
    }

    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() } }
}
