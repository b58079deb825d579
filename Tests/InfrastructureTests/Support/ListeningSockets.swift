import Foundation

/// What listens on this machine, from the kernel's tables.
enum ListeningSockets {
    /// The addresses on which somebody listens at this port, as the kernel writes them.
    static func addresses(of port: UInt16) -> Set<String> {
        let wanted = String(format: "%04X", port)
        var found: Set<String> = []
        for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
            // To its end: the kernel gives a page at a time, and Foundation takes the first for all of it.
            guard let data = try? FileHandle(forReadingFrom: URL(filePath: table)).readToEnd() else { continue }
            for line in String(decoding: data, as: UTF8.self).split(separator: "\n").dropFirst() {
                let fields = line.split(separator: " ")
                let local = fields[1].split(separator: ":")
                // 0A is the state LISTEN.
                if fields[3] == "0A", local[1] == wanted { found.insert(String(local[0])) }
            }
        }
        return found
    }

    static let loopback: Set<String> = [
        "0100007F", "00000000000000000000000001000000", "0000000000000000FFFF00000100007F",
    ]
}
