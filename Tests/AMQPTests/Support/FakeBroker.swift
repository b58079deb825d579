import Glibc
import PollThread
import Synchronization
import TestNetwork

/// A broker that logs every client in and then does what a test wants: what RabbitMQ itself does only when it is ill.
///
/// It serves one client, on a thread of its own.
final class FakeBroker: Sendable {
    /// What the client sent: a method, by class and method number, or the end of a message.
    enum Event: Sendable {
        case method(UInt16, UInt16, channel: UInt16)
        /// A message with its number on the channel, counted from 1.
        case message(UInt64, channel: UInt16)
        case heartbeat
    }

    /// A client to answer to.
    struct Client {
        fileprivate let descriptor: Int32

        func send(_ classID: UInt16, _ methodID: UInt16, channel: UInt16 = 0, _ arguments: [UInt8] = []) {
            frame(1, channel: channel, Wire.int(classID) + Wire.int(methodID) + arguments)
        }

        func ack(_ tag: UInt64, multiple: Bool = false, channel: UInt16) {
            send(60, 80, channel: channel, Wire.int(tag) + [multiple ? 1 : 0])
        }

        func nack(_ tag: UInt64, multiple: Bool = false, channel: UInt16) {
            send(60, 120, channel: channel, Wire.int(tag) + [multiple ? 1 : 0])
        }

        func frame(_ type: UInt8, channel: UInt16, _ payload: [UInt8]) {
            raw([type] + Wire.int(channel) + Wire.int(UInt32(payload.count)) + payload + [0xCE])
        }

        func raw(_ bytes: [UInt8]) {
            var rest = bytes[...]
            while !rest.isEmpty {
                let sent = rest.withUnsafeBytes {
                    Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard sent > 0 else { return }
                rest = rest.dropFirst(sent)
            }
        }
    }

    /// Bytes of the protocol.
    enum Wire {
        static func int<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
            withUnsafeBytes(of: value.bigEndian) { Array($0) }
        }

        static func shortString(_ text: String) -> [UInt8] { [UInt8(text.utf8.count)] + Array(text.utf8) }

        static func longString(_ text: String) -> [UInt8] { int(UInt32(text.utf8.count)) + Array(text.utf8) }
    }

    typealias Script = @Sendable (Event, Client) -> Void

    let port: Int
    private let listener: Int32
    private let heartbeat: UInt16
    private let script: Script
    private let isStopped = Atomic(false)
    private let pool = BlockingPool(name: "fake-broker", threads: 1, queueLimit: 1)

    private init(heartbeat: UInt16, script: @escaping Script) throws {
        self.heartbeat = heartbeat
        self.script = script
        (listener, port) = try TestSocket.listen()
    }

    /// Runs the body while the broker serves. It answers logins, channels and confirm mode by itself; the script sees
    /// what comes after those.
    static func run<R: Sendable>(
        heartbeat: UInt16 = 60, script: @escaping Script,
        body: @escaping @Sendable (FakeBroker) async throws -> R
    ) async throws -> R {
        let broker = try FakeBroker(heartbeat: heartbeat, script: script)
        async let work: Void = broker.pool.run { broker.serve() }
        let result: Result<R, any Error>
        do {
            result = .success(try await body(broker))
        } catch {
            result = .failure(error)
        }
        broker.isStopped.store(true, ordering: .relaxed)
        try await work
        await broker.pool.shutdown()
        return try result.get()
    }

    private func serve() {
        defer { close(listener) }
        guard waitReadable(listener) else { return }
        let descriptor = accept(listener, nil, nil)
        defer { close(descriptor) }
        let client = Client(descriptor: descriptor)
        var input: [UInt8] = []
        guard fill(&input, to: 8, descriptor) else { return }
        input.removeFirst(8)
        client.send(
            10, 10, channel: 0,
            [0, 9] + Wire.int(UInt32(0)) + Wire.longString("PLAIN") + Wire.longString("en_US"))
        var messages: [UInt16: UInt64] = [:]
        var missing: [UInt16: Int] = [:]
        while fill(&input, to: 7, descriptor) {
            let size = input[3..<7].reduce(0) { $0 << 8 | Int($1) }
            guard fill(&input, to: size + 8, descriptor) else { return }
            let type = input[0]
            let channel = UInt16(input[1]) << 8 | UInt16(input[2])
            let payload = Array(input[7..<(7 + size)])
            input.removeFirst(size + 8)
            switch type {
            case 1:
                let classID = UInt16(payload[0]) << 8 | UInt16(payload[1])
                let methodID = UInt16(payload[2]) << 8 | UInt16(payload[3])
                if !greet(classID, methodID, channel, client) {
                    script(.method(classID, methodID, channel: channel), client)
                }
            case 2:
                missing[channel] = payload[4..<12].reduce(0) { $0 << 8 | Int($1) }
                if missing[channel] == 0 { finish(channel, &messages, client) }
            case 3:
                missing[channel, default: 0] -= payload.count
                if missing[channel] == 0 { finish(channel, &messages, client) }
            case 8:
                script(.heartbeat, client)
            default:
                break
            }
        }
    }

    private func finish(_ channel: UInt16, _ messages: inout [UInt16: UInt64], _ client: Client) {
        messages[channel, default: 0] += 1
        script(.message(messages[channel, default: 0], channel: channel), client)
    }

    /// Answers what every client asks.
    private func greet(_ classID: UInt16, _ methodID: UInt16, _ channel: UInt16, _ client: Client) -> Bool {
        switch (classID, methodID) {
        case (10, 11): client.send(10, 30, Wire.int(UInt16(100)) + Wire.int(UInt32(131_072)) + Wire.int(heartbeat))
        case (10, 31): break
        case (10, 40): client.send(10, 41, [0])
        case (20, 10): client.send(20, 11, channel: channel, Wire.int(UInt32(0)))
        case (85, 10): client.send(85, 11, channel: channel)
        default: return false
        }
        return true
    }

    private func fill(_ input: inout [UInt8], to count: Int, _ descriptor: Int32) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65536)
        while input.count < count {
            guard waitReadable(descriptor) else { return false }
            let received = recv(descriptor, &buffer, buffer.count, 0)
            guard received > 0 else { return false }
            input += buffer.prefix(received)
        }
        return true
    }

    private func waitReadable(_ descriptor: Int32) -> Bool {
        while !isStopped.load(ordering: .relaxed) {
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            if poll(&entry, 1, 20) > 0 { return true }
        }
        return false
    }
}
