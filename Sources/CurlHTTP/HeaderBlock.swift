/// Collects the header lines of an answer as libcurl hands them over, one line a call.
struct HeaderBlock: Sendable, Equatable {
    enum Event: Equatable {
        case more
        /// The final answer's headers are whole: informational answers (1xx) have been passed over.
        case complete
        case fault(String)
    }

    /// Far above what the peers send; common servers stop at 8 to 32 KiB.
    static let limit = 64 << 10

    private(set) var status = 0
    private(set) var headers = HTTPHeaders()
    private var byteCount = 0
    private var isComplete = false

    /// - Parameter line: with its line end.
    mutating func take(_ line: some Collection<UInt8>) -> Event {
        byteCount += line.count
        guard byteCount <= Self.limit else { return .fault("its headers are longer than \(Self.limit) bytes") }
        // What comes after the body are trailers, which nobody here reads.
        guard !isComplete else { return .more }
        let text = String(decoding: line, as: UTF8.self).trimmingLineEnd()
        if text.hasPrefix("HTTP/") { return takeStatus(text) }
        guard !text.isEmpty else {
            guard status >= 200 else { return .more }
            isComplete = true
            return .complete
        }
        if let colon = text.firstIndex(of: ":") {
            let value = text[text.index(after: colon)...].trimmingBlanks()
            headers.add(name: String(text[..<colon].trimmingBlanks()), value: String(value))
        }
        return .more
    }

    private mutating func takeStatus(_ line: String) -> Event {
        let words = line.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, let status = Int(words[1]), (100...999).contains(status) else {
            return .fault("its first line is not a status line")
        }
        self.status = status
        headers = HTTPHeaders()
        return .more
    }
}

extension String {
    fileprivate func trimmingLineEnd() -> String {
        var text = Substring(self)
        // "\r\n" is one Character.
        while let last = text.last, last.isNewline { text.removeLast() }
        return String(text)
    }
}

extension Substring {
    fileprivate func trimmingBlanks() -> Substring {
        var text = drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
