import Foundation

/// Files of the checkout that tests compare with the code.
enum Repository {
    /// Set to 1, the tests write generated files instead of comparing them.
    static var updatesGeneratedFiles: Bool {
        ProcessInfo.processInfo.environment["SWITCHBOARD_UPDATE_GENERATED"] == "1"
    }

    static func file(_ path: String) -> URL {
        URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: path)
    }

    static func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: file(path)), as: UTF8.self)
    }

    /// Gives what the file holds; with `updatesGeneratedFiles`, after it was made to hold `expected`.
    static func text(_ path: String, updatedTo expected: String) throws -> String {
        if updatesGeneratedFiles { try Data(expected.utf8).write(to: file(path)) }
        return try text(path)
    }
}
