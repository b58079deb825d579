import Foundation
import Subprocess
import SystemPackage

/// A folder with the scripts of this checkout, local data of its own, and a `swift` that "builds" a stand-in in no time.
///
/// Its name is unique and part of every path in it, so a process that came of it is known by its command line or
/// environment.
struct ScratchCheckout: Sendable {
    let folder: URL
    let name: String

    /// - Parameter program: what stands in for switchboard-local, in bash.
    init(program: String = "true") throws {
        name = "switchboard-\(UUID().uuidString)"
        folder = FileManager.default.temporaryDirectory.appending(path: name)
        let files = FileManager.default
        try files.createDirectory(at: folder.appending(path: "bin"), withIntermediateDirectories: true)
        try files.copyItem(at: Checkout.root.appending(path: "deploy"), to: folder.appending(path: "deploy"))
        try write("#!/usr/bin/env bash\n\(program)\n", to: "bin/program")
        try write(
            """
            #!/usr/bin/env bash
            echo build >>builds
            mkdir -p .build/release
            cp bin/program .build/release/switchboard-local

            """, to: "bin/swift")
    }

    /// Ends what is left of it, which is nothing unless a test failed, and removes the folder.
    func remove() {
        for pid in processes.keys { kill(pid, SIGKILL) }
        try? FileManager.default.removeItem(at: folder)
    }

    /// What the scripts see.
    var environment: Environment {
        .custom([
            "PATH": "\(folder.appending(path: "bin").path()):/usr/local/bin:/usr/bin:/bin:/usr/sbin",
            "HOME": folder.path(), "LANG": "C.UTF-8", "SWITCHBOARD_SKIP_INSTALL": "1",
            "SWITCHBOARD_MONGOD": Checkout.mongod ?? "",
        ])
    }

    func script(_ name: String) -> Executable {
        .path(FilePath(folder.appending(path: "deploy/local/\(name)").path()))
    }

    /// Runs a script to its end. Its output is all that it printed.
    func run(_ name: String, _ arguments: String...) async throws -> (succeeded: Bool, output: String) {
        let result = try await Subprocess.run(
            script(name), arguments: Arguments(arguments), environment: environment, output: .string(limit: 1 << 20),
            error: .combinedWithOutput)
        return (result.terminationStatus.isSuccess, result.standardOutput)
    }

    /// The ports in `.local/ports.env`, by name.
    func ports() throws -> [String: UInt16] {
        let text = String(decoding: try Data(contentsOf: folder.appending(path: ".local/ports.env")), as: UTF8.self)
        var ports: [String: UInt16] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let pair = line.split(separator: "=")
            ports[String(pair[0])] = UInt16(pair[1])
        }
        return ports
    }

    /// Processes that came of this checkout and still run, with their command lines.
    var processes: [Int32: String] {
        var found: [Int32: String] = [:]
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        for pid in entries.compactMap({ Int32($0) }) where pid != getpid() {
            // A process that is gone, or only waits for its parent to notice, has neither.
            let command = Self.read("/proc/\(pid)/cmdline")
            guard command.contains(name) || Self.read("/proc/\(pid)/environ").contains(name) else { continue }
            found[pid] = command
        }
        return found
    }

    /// How often something was built.
    var builds: Int {
        Self.read(folder.appending(path: "builds").path()).split(separator: "\n").count
    }

    func write(_ text: String, to path: String) throws {
        let url = folder.appending(path: path)
        try Data(text.utf8).write(to: url)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path())
    }

    private static func read(_ path: String) -> String {
        // Foundation takes the first page of a file under /proc for all of it, unless it reads to the end.
        let data = try? FileHandle(forReadingFrom: URL(filePath: path)).readToEnd()
        return String(decoding: data ?? Data(), as: UTF8.self)
    }
}
