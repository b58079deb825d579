import Foundation

/// What runs on this machine, from /proc.
enum Processes {
    /// Processes of a group that have not ended; those that ended and wait to be reaped by somebody do not count.
    static func living(inGroup group: Int32) -> [Int32] {
        all().filter { pid in
            guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return false }
            // The name in brackets may hold spaces; what follows the last bracket is: state, parent, group.
            let fields = stat.drop { $0 != ")" }.split(separator: " ").dropFirst()
            guard let state = fields.first, let itsGroup = fields.dropFirst(2).first else { return false }
            return state != "Z" && Int32(itsGroup) == group
        }
    }

    /// Processes whose command line holds a text.
    static func living(mentioning text: String) -> [Int32] {
        all().filter { pid in
            // To its end: Foundation takes the first page of such a file for all of it.
            let line = try? FileHandle(forReadingFrom: URL(filePath: "/proc/\(pid)/cmdline")).readToEnd()
            return line.map { String(decoding: $0, as: UTF8.self).contains(text) } ?? false
        }
    }

    private static func all() -> [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }
    }
}
