import Foundation

/// What a process takes of the machine, as Linux tells it.
struct ProcessFigures: Sendable, Equatable {
    var residentBytes: Int
    /// The part of it that no file stands behind: what the program itself asked for.
    var anonymousBytes: Int
    /// Processor time since the process began, in seconds.
    var cpuSeconds: Double
    var openFiles: Int

    init(of process: Int32) throws {
        let folder = "/proc/\(process)"
        try self.init(
            status: String(contentsOfFile: "\(folder)/status", encoding: .utf8),
            stat: String(contentsOfFile: "\(folder)/stat", encoding: .utf8),
            openFiles: FileManager.default.contentsOfDirectory(atPath: "\(folder)/fd").count)
    }

    /// - Parameters:
    ///   - status: of `/proc/<pid>/status`, in kB.
    ///   - stat: of `/proc/<pid>/stat`; fields 14 and 15 are hundredths of a second.
    init(status: String, stat: String, openFiles: Int) throws {
        func bytes(_ name: String) throws -> Int {
            let line = status.split(separator: "\n").first { $0.hasPrefix("\(name):") }
            guard let value = line?.split(whereSeparator: \.isWhitespace).dropFirst().first, let number = Int(value)
            else { throw BenchFailure("the system does not tell \(name) of a process") }
            return number * 1024
        }
        // The program's name is in brackets and may hold anything.
        let fields = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ")
        guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else {
            throw BenchFailure("the system does not tell a process's time")
        }
        residentBytes = try bytes("VmRSS")
        anonymousBytes = try bytes("RssAnon")
        cpuSeconds = (user + system) / 100
        self.openFiles = openFiles
    }
}

extension Int {
    /// Megabytes of 10^6 bytes.
    var megabytes: Double { (Double(self) / 1e6).rounded(to: 1) }
}
