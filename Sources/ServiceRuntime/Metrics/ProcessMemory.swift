import FoundationEssentials

/// What the kernel says this process uses, from `/proc/self/status`.
public struct ProcessMemory: Sendable, Equatable {
    public var residentBytes: Int64
    /// Anonymous memory: what the process itself allocated, without mapped files.
    public var anonymousBytes: Int64

    /// Nil where there is no such file.
    public static func current() -> ProcessMemory? { read("/proc/self/status") }

    public static func of(pid: Int32) -> ProcessMemory? { read("/proc/\(pid)/status") }

    private static func read(_ path: String) -> ProcessMemory? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        return parse(text)
    }

    static func parse(_ status: String) -> ProcessMemory? {
        func kilobytes(_ field: String) -> Int64? {
            for line in status.split(separator: "\n") where line.hasPrefix(field + ":") {
                return line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int64($0) }
            }
            return nil
        }
        guard let resident = kilobytes("VmRSS"), let anonymous = kilobytes("RssAnon") else { return nil }
        return ProcessMemory(residentBytes: resident * 1024, anonymousBytes: anonymous * 1024)
    }
}
