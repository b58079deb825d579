import Foundation
import Testing

import struct FlyingFox.WSCloseCode
import enum FlyingFox.WSMessage

@testable import Sandbox

/// A bot's gateway connection without a network: speaks to the peer's WebSocket handler.
actor GatewayClient {
    private let outgoing: AsyncStream<WSMessage>.Continuation
    private var received: [WSMessage] = []
    private var isOver = false
    private var task: Task<Void, Never>?

    init(_ peer: DiscordPeer, query: String = "v=10&encoding=json") async {
        let (stream, continuation) = AsyncStream<WSMessage>.makeStream()
        outgoing = continuation
        let messages = await peer.connect(stream, host: "sandbox.test", query: FormFields(parsing: query))
        task = Task { await read(messages) }
    }

    private func read(_ messages: AsyncStream<WSMessage>) async {
        for await message in messages { received.append(message) }
        isOver = true
        outgoing.finish()
    }

    func send(_ opcode: Int, _ data: JSONValue) {
        let payload = JSONValue.object(["op": JSONValue(opcode), "d": data])
        outgoing.yield(.text(String(decoding: payload.data(), as: UTF8.self)))
    }

    func identify() {
        send(2, ["token": .string(DiscordWorld.token), "intents": 513, "properties": ["os": "linux"]])
    }

    /// The connection is lost, with or without a close frame.
    func leave(_ code: UInt16?) {
        if let code { outgoing.yield(.close(WSCloseCode(code))) }
        outgoing.finish()
    }

    /// Every payload that has come so far.
    var payloads: [JSONValue] {
        received.compactMap { message in
            guard case .text(let text) = message else { return nil }
            return try? JSONValue(parsing: Data(text.utf8))
        }
    }

    func events(_ name: String) -> [JSONValue] {
        payloads.filter { $0["t"]?.string == name }.compactMap { $0["d"] }
    }

    var binaryCount: Int { received.count { if case .data = $0 { true } else { false } } }

    /// The close code, once the connection is over; 0 for one that was dropped.
    var closeCode: UInt16? {
        guard isOver else { return nil }
        guard case .close(let close) = received.last else { return 0 }
        return close.code
    }

    /// The `count`-th event of its kind; waits for it.
    nonisolated func wait(for name: String, count: Int = 1) async throws -> JSONValue {
        try await eventually("\(count) × \(name)") { await self.events(name).count >= count }
        return try #require(await events(name).dropFirst(count - 1).first)
    }
}
