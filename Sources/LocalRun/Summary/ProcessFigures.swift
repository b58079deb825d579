import FoundationEssentials

/// What the kernel says a process uses.
enum ProcessFigures {
    /// Whether it is stopped, as by SIGSTOP.
    static func isStopped(_ pid: Int32) -> Bool {
        guard let line = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            // The name before it may hold anything, parentheses included.
            let end = line.lastIndex(of: ")")
        else { return false }
        return line[end...].dropFirst(2).first == "T"
    }

    /// Nil when it is gone.
    static func memory(of pid: Int32) -> Summary.Memory? {
        guard let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8) else { return nil }
        func megabytes(_ field: String) -> Double? {
            for line in status.split(separator: "\n") where line.hasPrefix(field + ":") {
                let kilobytes = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first
                return kilobytes.flatMap { Double($0) }.map { ($0 / 1024 * 10).rounded() / 10 }
            }
            return nil
        }
        guard let anonymous = megabytes("RssAnon"), let resident = megabytes("VmRSS") else { return nil }
        return Summary.Memory(anonymous_mb: anonymous, resident_mb: resident)
    }
}
