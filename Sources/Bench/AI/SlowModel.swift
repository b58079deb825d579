import Glibc
import PollThread
import Synchronization

/// An OpenAI-compatible service that answers nothing until it is told to, and counts what it holds.
final class SlowModel: Sendable {
    private struct Held {
        var socket: Int32
        var bytes: [UInt8] = []
        var isWhole = false
    }

    let port: Int
    private let listener: Int32
    private let pool = BlockingPool(name: "model", threads: 1, queueLimit: 1)
    private let inFlight = Atomic(0)
    private let isReleased = Atomic(false)
    private let isStopped = Atomic(false)

    private init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
                guard bind(listener, plain, length) == 0, listen(listener, 512) == 0 else { return Int32(-1) }
                return getsockname(listener, plain, &length)
            }
        }
        guard result == 0 else { throw BenchFailure("the slow model cannot listen: errno \(errno)") }
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    /// Lends one that runs as long as `body` does.
    static func with<R: Sendable>(_ body: @Sendable (SlowModel) async throws -> R) async throws -> R {
        let model = try SlowModel()
        async let serving: Void = model.pool.run { model.serve() }
        let result: Result<R, any Error>
        do {
            result = .success(try await body(model))
        } catch {
            result = .failure(error)
        }
        model.isStopped.store(true, ordering: .relaxed)
        try await serving
        await model.pool.shutdown()
        return try result.get()
    }

    /// Requests for completions that wait for their answer now.
    var held: Int { inFlight.load(ordering: .relaxed) }

    /// Answers what is held, and what comes from now on at once.
    func release() { isReleased.store(true, ordering: .relaxed) }

    private func serve() {
        var clients: [Held] = []
        while !isStopped.load(ordering: .relaxed) {
            var polled = [pollfd(fd: listener, events: Int16(POLLIN), revents: 0)]
            polled += clients.map { pollfd(fd: $0.socket, events: Int16(POLLIN), revents: 0) }
            _ = poll(&polled, nfds_t(polled.count), 100)
            for index in clients.indices where polled[index + 1].revents != 0 { read(&clients[index]) }
            for index in clients.indices where clients[index].isWhole { answer(&clients[index]) }
            clients.removeAll { $0.socket < 0 }
            inFlight.store(clients.count { $0.isWhole }, ordering: .relaxed)
            if polled[0].revents != 0 {
                let client = accept(listener, nil, nil)
                if client >= 0 { clients.append(Held(socket: client)) }
            }
        }
        for client in clients { close(client.socket) }
        close(listener)
    }

    private func read(_ client: inout Held) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(client.socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        guard count > 0 else {
            close(client.socket)
            client.socket = -1
            client.isWhole = false
            return
        }
        client.bytes += buffer[..<count]
        client.isWhole = Self.isWhole(client.bytes)
    }

    /// Whether header and body are there.
    private static func isWhole(_ bytes: [UInt8]) -> Bool {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return false }
        let header = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).lowercased()
        let length = header.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst("content-length:".count).drop { $0 == " " }) }
        return bytes.count - end.upperBound >= length ?? 0
    }

    private func answer(_ client: inout Held) {
        let isCompletion = client.bytes.starts(with: Array("POST ".utf8))
        guard !isCompletion || isReleased.load(ordering: .relaxed) else { return }
        let body =
            isCompletion
            ? #"{"model":"slow","choices":[{"message":{"content":"Sounds good!"},"finish_reason":"stop"}],"#
                + #""usage":{"prompt_tokens":400,"completion_tokens":4}}"#
            : #"{"object":"list","data":[]}"#
        let text =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
            + "Connection: close\r\n\r\n\(body)"
        let bytes = Array(text.utf8)
        _ = send(client.socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        close(client.socket)
        client.socket = -1
        client.isWhole = false
    }
}
