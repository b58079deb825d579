import Foundation

/// The checkout that these tests belong to.
enum Checkout {
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: root.appending(path: path)), as: UTF8.self)
    }

    /// What the tests of the servers need; the other tests need nothing.
    static let mongod = ProcessInfo.processInfo.environment["SWITCHBOARD_TEST_MONGOD"]
    static var hasServers: Bool {
        mongod != nil && FileManager.default.isExecutableFile(atPath: "/usr/lib/rabbitmq/bin/rabbitmq-server")
    }

    /// The first program of that name on the usual paths.
    static func program(_ name: String) -> String? {
        ["/usr/bin", "/usr/local/bin", "/bin"].map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
