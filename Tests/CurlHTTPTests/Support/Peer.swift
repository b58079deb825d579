import Foundation
import Glibc
import Synchronization

/// A request as it came over the wire.
struct RecordedRequest: Sendable, Equatable {
    var line: String
    /// Names in lower case.
    var headers: [String: String]
    var body: [UInt8]

    var method: String { String(line.prefix { $0 != " " }) }
    var path: String { line.split(separator: " ").dropFirst().first.map(String.init) ?? "" }
}

/// One accepted connection, in the hands of a script.
final class Peer: Sendable {
    struct Gone: Error {}

    private enum Descriptor {
        case open(Int32)
        case closed
    }

    private let state: Mutex<Descriptor>
    private let record: @Sendable (RecordedRequest) -> Void

    init(_ descriptor: Int32, record: @escaping @Sendable (RecordedRequest) -> Void) {
        state = Mutex(.open(descriptor))
        self.record = record
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Reads one request with a `Content-Length` or without a body.
    @discardableResult
    func readRequest() throws -> RecordedRequest {
        var head: [UInt8] = []
        while !head.suffix(4).elementsEqual(Array("\r\n\r\n".utf8)) { head.append(try readByte()) }
        let lines = String(decoding: head, as: UTF8.self).components(separatedBy: "\r\n")
        var request = RecordedRequest(line: lines[0], headers: [:], body: [])
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            request.headers[line[..<colon].lowercased()] = value
        }
        request.body = try read(request.headers["content-length"].flatMap { Int($0) } ?? 0)
        record(request)
        return request
    }

    func write(_ text: String) throws { try write(Array(text.utf8)) }

    func write(_ bytes: [UInt8]) throws {
        let descriptor = try descriptor()
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw Gone() }
            rest = rest.dropFirst(count)
        }
    }

    /// A whole answer with its length.
    func answer(_ status: String = "200 OK", headers: [String] = [], body: [UInt8] = []) throws {
        let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.count)"] + headers + ["", ""]
        try write(Array(lines.joined(separator: "\r\n").utf8) + body)
    }

    func answer(_ status: String = "200 OK", headers: [String] = [], text: String) throws {
        try answer(status, headers: headers, body: Array(text.utf8))
    }

    /// One piece of a body with `Transfer-Encoding: chunked`; an empty one ends it.
    func chunk(_ text: String) throws {
        try write("\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n")
    }

    /// Returns when the client has closed the connection, or after 10 seconds.
    func waitForClose() {
        while (try? readByte()) != nil {}
    }

    /// Ends the connection with a RST in place of a FIN.
    func reset() throws {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(try descriptor(), SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        end()
    }

    func end() {
        state.withLock { state in
            if case .open(let descriptor) = state { close(descriptor) }
            state = .closed
        }
    }

    /// Wakes whatever the script blocks in; callable from other threads.
    func interrupt() {
        state.withLock { state in
            if case .open(let descriptor) = state { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
    }

    private func readByte() throws -> UInt8 { try read(1)[0] }

    private func read(_ count: Int) throws -> [UInt8] {
        guard count > 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: count)
        guard recv(try descriptor(), &bytes, count, Int32(MSG_WAITALL)) == count else { throw Gone() }
        return bytes
    }

    private func descriptor() throws -> Int32 {
        try state.withLock { state in
            guard case .open(let descriptor) = state else { throw Gone() }
            return descriptor
        }
    }
}
