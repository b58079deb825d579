import AMQP
import CBusLoop
import MessagingAMQP
import PollThread
import Shared

/// The other half of a pair: plain C on librabbitmq, with the same broker, exchange, queue, body, window and prefetch,
/// on a thread of its own.
struct CLoop: Sendable {
    let configuration: AMQPConfiguration
    let bus: TemporaryBus
    let body: [UInt8]
    let count: Int
    let window: Int
    let prefetch: Int

    func publish() async throws -> Double { try await run(bus_loop_publish) }

    func consume() async throws -> Double { try await run(bus_loop_consume) }

    private func run(
        _ function: @escaping @Sendable (UnsafePointer<bus_loop>?) -> bus_loop_result
    ) async throws -> Double {
        guard !configuration.usesTLS else { throw BenchFailure("the loop in C speaks no TLS: use an amqp:// address") }
        let thread = BlockingPool(name: "c-loop", threads: 1, queueLimit: 1)
        let result: Result<Double, any Error>
        do {
            result = .success(try await thread.run { try call(function) })
        } catch {
            result = .failure(error)
        }
        await thread.shutdown()
        return try result.get()
    }

    private func call(_ function: (UnsafePointer<bus_loop>?) -> bus_loop_result) throws -> Double {
        let texts = [
            configuration.host, configuration.user, configuration.password, configuration.virtualHost,
            bus.names.events, EventName.messageReceived.rawValue, bus.queue,
        ]
        let result = withCStrings(texts) { texts in
            body.withUnsafeBufferPointer { body in
                var loop = bus_loop()
                loop.host = texts[0]
                loop.port = Int32(configuration.port)
                loop.user = texts[1]
                loop.password = texts[2]
                loop.virtual_host = texts[3]
                loop.exchange = texts[4]
                loop.routing_key = texts[5]
                loop.queue = texts[6]
                loop.body = body.baseAddress
                loop.size = body.count
                loop.count = Int64(count)
                loop.window = Int64(window)
                loop.prefetch = UInt16(clamping: prefetch)
                return function(&loop)
            }
        }
        guard result.per_second > 0 else {
            let fault = withUnsafeBytes(of: result.fault) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            throw BenchFailure("the loop in C failed: \(fault)")
        }
        return result.per_second
    }

    private func withCStrings<R>(_ texts: [String], _ body: ([UnsafePointer<CChar>]) -> R) -> R {
        var copies: [UnsafeMutablePointer<CChar>] = []
        defer { for copy in copies { copy.deallocate() } }
        for text in texts {
            let bytes = Array(text.utf8CString)
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
            copy.initialize(from: bytes, count: bytes.count)
            copies.append(copy)
        }
        return body(copies.map { UnsafePointer($0) })
    }
}
