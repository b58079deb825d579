import FoundationEssentials

/// What the kernel says a process uses.
enum ProcessFigures {
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
