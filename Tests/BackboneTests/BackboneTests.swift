import AMQP
import Messaging
import MessagingAMQP
import Mongo
import Shared
import Store
import Synchronization
import Testing

@Suite(.serialized, .enabled(if: Backbone.isPossible, "no RabbitMQ or MongoDB is named for tests"))
struct BackboneTests {
    @Test(arguments: [(2, 5), (5, 2), (2, 1)])
    func `another number of partitions keeps order and loses nothing, with a backlog`(before: Int, after: Int)
        async throws
    {
        try await Backbone.with { backbone in
            // The queues of before, with a consumer that takes nothing.
            try await backbone.consuming(partitions: before) { _ in
                .wait(.seconds(1), reason: "not yet")
            } _: { _ in
            }
            try await backbone.write(12, to: 10)
            #expect(try await eventually { try await backbone.isEverythingSent() })
            try await backbone.consuming(partitions: after, backbone.handler) { _ in
                try await backbone.write(12, from: 13, to: 10)
                #expect(try await eventually { backbone.handled.count >= 240 })
            }
            #expect(backbone.handled.count == 240)
            #expect(backbone.handled.wrong(upTo: 24).isEmpty)
        }
    }

    @Test func `a consumer that dies with messages in hand changes no order and loses none`() async throws {
        try await Backbone.with { backbone in
            let inHand = Mutex(0)
            let isHeld = Mutex(true)
            let handler = backbone.handler
            let held: Handler = { delivery in
                inHand.withLock { $0 += 1 }
                _ = try? await eventually { !isHeld.withLock { $0 } }
                return await handler(delivery)
            }
            try await backbone.consuming(partitions: 2, held) { _ in
                for round in 0..<3 as Range<Int64> {
                    isHeld.withLock { $0 = true }
                    inHand.withLock { $0 = 0 }
                    try await backbone.write(25, from: 25 * round + 1, to: 6)
                    #expect(try await eventually { inHand.withLock { $0 } >= 4 })
                    #expect(try await eventually { try await backbone.closeConsumers() > 0 })
                    isHeld.withLock { $0 = false }
                    #expect(try await eventually { backbone.handled.count >= 150 * Int(round + 1) })
                }
            }
            #expect(backbone.handled.count == 450)
            #expect(backbone.handled.wrong(upTo: 75).isEmpty)
            #expect(backbone.handled.redeliveries > 0)
        }
    }

    @Test func `a queue that is deleted under its consumer is declared and consumed again, the others going on`()
        async throws
    {
        try await Backbone.with { backbone in
            let queue = backbone.names.queue(of: .sheetsSync, partition: 1)
            try await backbone.consuming(partitions: 2, backbone.handler) { subscriber in
                #expect(try await eventually { await subscriber.backlog() == 0 })
                try await backbone.connection { connection in
                    _ = try await connection.deleteQueue(queue)
                    #expect(
                        try await eventually {
                            (try? await connection.queueStatus(queue))?.consumerCount == 1
                        })
                }
            }
        }
    }

    @Test func `what a deleted queue held is handled after all`() async throws {
        try await Backbone.with { backbone in
            let isClosed = Mutex(true)
            let handler = backbone.handler
            let gated: Handler = { delivery in
                if isClosed.withLock({ $0 }) { return .wait(.seconds(1), reason: "closed") }
                return await handler(delivery)
            }
            try await backbone.consuming(partitions: 2, gated) { subscriber in
                try await backbone.write(5, to: 6)
                #expect(try await eventually { try await backbone.isEverythingSent() })
                try await backbone.connection { connection in
                    for queue in 0..<2 {
                        _ = try await connection.deleteQueue(
                            backbone.names.queue(of: .sheetsSync, partition: queue))
                    }
                    // What waits for its turn or a retry lies in the delay queues.
                    _ = try await connection.purgeQueue(backbone.names.delay(seconds: 1))
                }
                isClosed.withLock { $0 = false }
                #expect(try await eventually { await subscriber.backlog() == 0 })
                #expect(
                    try await eventually {
                        _ = try await backbone.recall()
                        return backbone.handled.count >= 30
                    })
            }
            #expect(backbone.handled.count == 30)
            #expect(backbone.handled.wrong(upTo: 5).isEmpty)
        }
    }
}

extension Backbone {
    /// As the service does it, without its patience.
    func recall() async throws -> Int {
        try await reader.client.run { session in
            _ = try session.collection("putoff").deleteMany([:])
        }
        return try await reader.recallLost(interests, settled: .seconds(1))
    }

    /// The broker ends the consumer's connection, with whatever it has in hand.
    func closeConsumers() async throws -> Int {
        try await ManagementAPI.closeConsumers(of: names.queue(of: .sheetsSync, partition: 0))
    }
}
