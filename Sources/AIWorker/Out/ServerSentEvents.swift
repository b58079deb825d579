/// Takes a stream of server-sent events apart, as its bytes come. Pure.
///
/// Lines end in CR, LF or CRLF; comments and fields other than `data` are left out, and so is an event without data. A
/// text is decoded when its event is whole, so that no character is torn by the border of two chunks. What is not ended
/// by a blank line is no event.
struct ServerSentEvents: Sendable {
    /// Longer than any chunk of a completion.
    static let maximumEventLength = 256 * 1024

    /// An event is longer than ``maximumEventLength``.
    struct TooLong: Error, Equatable {}

    private var line: [UInt8] = []
    private var data: [UInt8] = []
    private var hasData = false
    private var isAfterCarriageReturn = false
    private var isFirstLine = true

    /// The data of the events that are complete now, in order.
    mutating func feed(_ bytes: some Sequence<UInt8>) throws(TooLong) -> [String] {
        var events: [String] = []
        for byte in bytes {
            defer { isAfterCarriageReturn = byte == Self.carriageReturn }
            switch byte {
            case Self.lineFeed where isAfterCarriageReturn: break
            case Self.lineFeed, Self.carriageReturn: endLine(&events)
            default:
                guard line.count + data.count < Self.maximumEventLength else { throw TooLong() }
                line.append(byte)
            }
        }
        return events
    }

    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
    private static let space = UInt8(ascii: " ")
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private mutating func endLine(_ events: inout [String]) {
        if isFirstLine, line.starts(with: Self.byteOrderMark) { line.removeFirst(3) }
        isFirstLine = false
        if line.isEmpty {
            if hasData { events.append(String(decoding: data, as: UTF8.self)) }
            data.removeAll(keepingCapacity: true)
            hasData = false
        } else if line.starts(with: "data".utf8), line.count == 4 || line[4] == UInt8(ascii: ":") {
            var value = line.dropFirst(5)
            if value.first == Self.space { value.removeFirst() }
            if hasData { data.append(Self.lineFeed) }
            data += value
            hasData = true
        }
        line.removeAll(keepingCapacity: true)
    }
}
