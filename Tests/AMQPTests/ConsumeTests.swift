import Testing

@testable import AMQP

@Suite(.enabled(if: TestBroker.isPresent, TestBroker.absence)) struct ConsumeTests {
    private static func publish(_ count: Int, to queue: String, _ connection: AMQPConnection) async throws {
        for number in 0..<count {
            try await connection.publish(
                exchange: "", routingKey: queue, properties: AMQPProperties(messageID: "\(number)"),
                body: [UInt8(truncatingIfNeeded: number)])
        }
    }

    @Test func noMoreThanThePrefetchCountIsUnsettled() async throws {
        try await withQueue("prefetch") { connection, queue in
            try await Self.publish(10, to: queue, connection)
            let consumer = try await connection.consume(queue: queue, prefetch: 3)
            var deliveries = consumer.makeAsyncIterator()
            var tags: [UInt64] = []
            for _ in 0..<3 { tags.append(try #require(try await deliveries.next()).deliveryTag) }
            // Ready is what the broker has not delivered: ten less three, before anything is settled.
            #expect(try await connection.queueStatus(queue).messageCount == 7)
            try consumer.ack(tags[0])
            let fourth = try #require(try await deliveries.next())
            #expect(fourth.properties.messageID == "3")
            try consumer.ack(fourth.deliveryTag, multiple: true)
            for number in 4..<10 {
                let delivery = try #require(try await deliveries.next())
                #expect(delivery.properties.messageID == "\(number)")
                try consumer.ack(delivery.deliveryTag)
            }
        }
    }

    @Test func aDeliveryThatIsGivenBackComesAgain() async throws {
        try await withQueue("give-back", arguments: ["x-queue-type": "quorum", "x-delivery-limit": 20]) {
            connection, queue in
            try await Self.publish(1, to: queue, connection)
            let consumer = try await connection.consume(queue: queue, prefetch: 1)
            var deliveries = consumer.makeAsyncIterator()
            let first = try #require(try await deliveries.next())
            #expect(!first.redelivered)
            try consumer.nack(first.deliveryTag, requeue: true)
            let second = try #require(try await deliveries.next())
            #expect(second.redelivered)
            #expect(second.properties.headers["x-delivery-count"] == 1)
            try consumer.reject(second.deliveryTag, requeue: true)
            let third = try #require(try await deliveries.next())
            #expect(third.properties.headers["x-delivery-count"] == 2)
            try consumer.ack(third.deliveryTag)
        }
    }

    @Test func aRejectedDeliveryGoesToTheDeadLetterQueueWithItsHistory() async throws {
        try await withQueue("dead") { connection, dead in
            let queue = "\(dead).source"
            try await connection.declareQueue(
                queue,
                arguments: [
                    "x-queue-type": "quorum", "x-dead-letter-exchange": "", "x-dead-letter-routing-key": .string(dead),
                ])
            try await Self.publish(1, to: queue, connection)
            let consumer = try await connection.consume(queue: queue, prefetch: 1)
            var deliveries = consumer.makeAsyncIterator()
            let delivery = try #require(try await deliveries.next())
            try consumer.reject(delivery.deliveryTag, requeue: false)
            let graveyard = try await connection.consume(queue: dead, prefetch: 1)
            var corpses = graveyard.makeAsyncIterator()
            let corpse = try #require(try await corpses.next())
            let death = try #require(corpse.properties.headers["x-death"]?.arrayValue?.first?.tableValue)
            #expect(death["queue"] == .string(queue))
            #expect(death["reason"] == "rejected")
            #expect(death["count"] == 1)
            guard case .timestamp = death["time"] else {
                Issue.record("The time of death is not a timestamp")
                return
            }
            try graveyard.ack(corpse.deliveryTag)
            try await connection.deleteQueue(queue)
        }
    }

    @Test func settlingTwiceIsAnErrorHereAndNotTheChannelsEnd() async throws {
        try await withQueue("twice") { connection, queue in
            try await Self.publish(2, to: queue, connection)
            let consumer = try await connection.consume(queue: queue, prefetch: 1)
            var deliveries = consumer.makeAsyncIterator()
            let first = try #require(try await deliveries.next())
            try consumer.ack(first.deliveryTag)
            let error = #expect(throws: AMQPError.self) { try consumer.ack(first.deliveryTag) }
            #expect(error?.code == .invalidArgument)
            #expect(throws: AMQPError.self) { try consumer.ack(999, multiple: true) }
            let second = try #require(try await deliveries.next())
            try consumer.ack(second.deliveryTag)
        }
    }

    @Test func deletingTheQueueEndsTheConsumerWithAnError() async throws {
        try await withQueue("deleted") { connection, queue in
            try await Self.publish(1, to: queue, connection)
            let consumer = try await connection.consume(queue: queue, prefetch: 5)
            var deliveries = consumer.makeAsyncIterator()
            let delivery = try #require(try await deliveries.next())
            try await connection.deleteQueue(queue)
            let error = await failure { _ = try await deliveries.next() }
            #expect(error?.code == .consumerCancelled)
            #expect(error?.isRetriable == true)
            let late = #expect(throws: AMQPError.self) { try consumer.ack(delivery.deliveryTag) }
            #expect(late?.code == .closed)
            await consumer.cancel()
            // The connection itself is well.
            try await connection.declareQueue(queue, arguments: ["x-queue-type": "quorum"])
        }
    }

    @Test func aMissingQueueCannotBeConsumed() async throws {
        try await withConnection(try TestBroker.configuration()) { connection in
            let name = TestBroker.name("missing")
            for _ in 0..<5 {
                let error = await failure { _ = try await connection.consume(queue: name, prefetch: 1) }
                #expect(error?.code == .notFound)
                #expect(error?.brokerText?.contains(name) == true)
            }
            #expect(
                await failure { _ = try await connection.consume(queue: name, prefetch: 0) }?.code == .invalidArgument)
        }
    }

    @Test func cancellingDrainsWhatWasHandedOutAndGivesBackTheRest() async throws {
        try await withQueue("drain") { connection, queue in
            try await Self.publish(10, to: queue, connection)
            let consumer = try await connection.consume(queue: queue, prefetch: 5)
            var deliveries = consumer.makeAsyncIterator()
            let first = try #require(try await deliveries.next())
            let second = try #require(try await deliveries.next())
            await consumer.cancel()
            #expect(try await deliveries.next() == nil)
            #expect(
                try await eventually { try await connection.queueStatus(queue).messageCount == 8 },
                "All but the two that were handed out are ready again")
            try consumer.ack(first.deliveryTag)
            try consumer.nack(second.deliveryTag, requeue: true)
            #expect(try await eventually { try await connection.queueStatus(queue).messageCount == 9 })
            #expect(try await eventually { try await connection.queueStatus(queue).consumerCount == 0 })
            await consumer.cancel()
        }
    }

    @Test func aConsumerThatIsDoneLeavesNoChannelBehind() async throws {
        try await withQueue("channels") { connection, queue in
            for _ in 0..<20 {
                let consumer = try await connection.consume(queue: queue, prefetch: 1)
                await consumer.cancel()
                _ = await failure { _ = try await connection.consume(queue: "\(queue).missing", prefetch: 1) }
            }
            #expect(await eventually { await connection.channelCount == 2 }, "Those of the connection itself")
            try await Self.publish(1, to: queue, connection)
            let consumer = try await connection.consume(queue: queue, prefetch: 1)
            for try await delivery in consumer {
                try consumer.ack(delivery.deliveryTag)
                break
            }
        }
    }

    @Test func severalConsumersShareAConnection() async throws {
        try await withQueue("several-a") { connection, first in
            try await withQueue("several-b") { other, second in
                let consumers = [
                    try await connection.consume(queue: first, prefetch: 10),
                    try await connection.consume(queue: second, prefetch: 10),
                ]
                for queue in [first, second] {
                    for number in 0..<100 {
                        try await other.publish(exchange: "", routingKey: queue, body: [UInt8(number)])
                    }
                }
                let received = try await withThrowingTaskGroup(of: [UInt8].self) { group in
                    for consumer in consumers {
                        group.addTask {
                            var received: [UInt8] = []
                            for try await delivery in consumer {
                                #expect(delivery.routingKey == consumer.queue)
                                received += delivery.body
                                try consumer.ack(delivery.deliveryTag)
                                if received.count == 100 { break }
                            }
                            return received
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(received == [Array(0..<100), Array(0..<100)])
            }
        }
    }

    @Test func eachDeliveryGoesToOneOfTheTasksThatIterate() async throws {
        try await withQueue("tasks") { connection, queue in
            let consumer = try await connection.consume(queue: queue, prefetch: 20)
            async let received = withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        var ids: [String] = []
                        for try await delivery in consumer {
                            ids.append(delivery.properties.messageID ?? "")
                            try consumer.ack(delivery.deliveryTag)
                            if delivery.body == [99] { await consumer.cancel() }
                        }
                        return ids
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            try await Self.publish(100, to: queue, connection)
            let ids = try await received
            #expect(Set(ids).count == ids.count)
            // What the others held back when the last one came was given back.
            let left = try await connection.purgeQueue(queue)
            #expect(ids.count + left == 100)
        }
    }

    @Test func cancellingTheTaskEndsTheIteration() async throws {
        try await withQueue("cancelled-task") { connection, queue in
            let consumer = try await connection.consume(queue: queue, prefetch: 1)
            let task = Task {
                var count = 0
                for try await _ in consumer { count += 1 }
                return count
            }
            task.cancel()
            #expect(try await task.value == 0)
            await consumer.cancel()
        }
    }

    @Test func closingTheConnectionEndsTheSequenceNormally() async throws {
        try await withQueue("close") { owner, queue in
            let connection = AMQPConnection(try TestBroker.configuration())
            async let life: Void = connection.run()
            let consumer = try await connection.consume(queue: queue, prefetch: 1)
            async let count = {
                var count = 0
                for try await _ in consumer { count += 1 }
                return count
            }()
            await connection.close()
            #expect(try await count == 0)
            try await life
        }
    }

    @Test func unsettledDeliveriesComeAgainToTheNextConsumer() async throws {
        try await withQueue("unsettled") { owner, queue in
            try await Self.publish(3, to: queue, owner)
            try await withConnection(try TestBroker.configuration()) { connection in
                let consumer = try await connection.consume(queue: queue, prefetch: 3)
                var deliveries = consumer.makeAsyncIterator()
                for _ in 0..<3 { _ = try await deliveries.next() }
            }
            let consumer = try await owner.consume(queue: queue, prefetch: 3)
            var deliveries = consumer.makeAsyncIterator()
            for _ in 0..<3 {
                let delivery = try #require(try await deliveries.next())
                #expect(delivery.redelivered)
                try consumer.ack(delivery.deliveryTag)
            }
        }
    }
}

extension AMQPConnection {
    fileprivate var channelCount: Int { channels.count }
}
