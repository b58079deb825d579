import FoundationEssentials

/// What a frame is, told without parsing the whole of it where Chromium's usual order of keys allows it.
///
/// A page that logs a lot makes events as fast as it likes; those nobody listens to should cost a few bytes' look each.
enum FrameHead: Equatable {
    case reply(id: Int)
    case event(method: String)
    /// Not a message of the protocol.
    case unknown

    private struct Slow: Decodable {
        let id: Int?
        let method: String?
    }

    init(_ frame: Data) {
        self = Self.fast(frame) ?? Self.slow(frame)
    }

    private static func fast(_ frame: Data) -> FrameHead? {
        if frame.starts(with: Self.replyStart) {
            let digits = frame.dropFirst(replyStart.count).prefix { (48...57).contains($0) }
            return Int(String(decoding: digits, as: UTF8.self)).map { .reply(id: $0) }
        }
        if frame.starts(with: Self.eventStart) {
            let rest = frame.dropFirst(eventStart.count).prefix(101)
            guard let end = rest.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
            return .event(method: String(decoding: rest[..<end], as: UTF8.self))
        }
        return nil
    }

    private static func slow(_ frame: Data) -> FrameHead {
        guard let head = try? JSONDecoder().decode(Slow.self, from: frame) else { return .unknown }
        if let id = head.id { return .reply(id: id) }
        return head.method.map { .event(method: $0) } ?? .unknown
    }

    private static let replyStart = Array(#"{"id":"#.utf8)
    private static let eventStart = Array(#"{"method":""#.utf8)
}
