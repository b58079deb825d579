import AMQP
import Testing

import struct FoundationEssentials.Date

@Suite(.enabled(if: TestBroker.isPresent, TestBroker.absence)) struct PublishTests {
    @Test func tenThousandMessagesAreConfirmedAndStored() async throws {
        try await withQueue("ten-thousand") { connection, queue in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for caller in 0..<200 {
                    group.addTask {
                        for number in 0..<50 {
                            try await connection.publish(
                                exchange: "", routingKey: queue, body: Array("\(caller)-\(number)".utf8))
                        }
                    }
                }
                try await group.waitForAll()
            }
            let stored = try await connection.purgeQueue(queue)
            #expect(stored == 10_000)
        }
    }

    @Test func oneCallersMessagesKeepTheirOrder() async throws {
        try await withQueue("order") { connection, queue in
            for number in 0..<50 {
                try await connection.publish(exchange: "", routingKey: queue, body: [UInt8(number)])
            }
            let consumer = try await connection.consume(queue: queue, prefetch: 50)
            var received: [UInt8] = []
            for try await delivery in consumer {
                received += delivery.body
                try consumer.ack(delivery.deliveryTag)
                if received.count == 50 { break }
            }
            #expect(received == Array(0..<50))
        }
    }

    @Test func aWindowOfOneLetsManyCallersThroughOneByOne() async throws {
        let configuration = try TestBroker.configuration { $0.publishWindow = 1 }
        try await withQueue("window", configuration: configuration) { connection, queue in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<100 {
                    group.addTask { try await connection.publish(exchange: "", routingKey: queue, body: [0]) }
                }
                try await group.waitForAll()
            }
            let stored = try await connection.purgeQueue(queue)
            #expect(stored == 100)
        }
    }

    @Test func callersBeyondTheWaitingLimitAreTurnedAway() async throws {
        let configuration = try TestBroker.configuration {
            $0.publishWindow = 1
            $0.publishWaitingLimit = 0
        }
        try await withQueue("busy", configuration: configuration) { connection, queue in
            let codes = await withTaskGroup(of: AMQPError.Code?.self) { group in
                for _ in 0..<500 {
                    group.addTask {
                        await failure { try await connection.publish(exchange: "", routingKey: queue, body: [0]) }?.code
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let stored = try await connection.purgeQueue(queue)
            #expect(codes.filter { $0 == nil }.count == stored)
            #expect(codes.filter { $0 == .busy }.count == 500 - stored)
            #expect(stored >= 1)
        }
    }

    @Test func aMessageThatReachesNoQueueIsUnroutableAndTheOthersAreNot() async throws {
        try await withQueue("unroutable") { connection, queue in
            let codes = await withTaskGroup(of: (Int, AMQPError?).self) { group in
                for index in 0..<60 {
                    group.addTask {
                        let key = index.isMultiple(of: 3) ? "\(queue).missing" : queue
                        let properties = AMQPProperties(messageID: "id-\(index)")
                        return (
                            index,
                            await failure {
                                try await connection.publish(
                                    exchange: "", routingKey: key, properties: properties, body: [1, 2, 3])
                            }
                        )
                    }
                }
                return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            #expect(Set(codes.keys) == Set((0..<60).filter { $0.isMultiple(of: 3) }))
            for error in codes.values {
                #expect(error.code == .unroutable)
                #expect(error.brokerCode == 312)
                #expect(error.message.contains("\(queue).missing"))
            }
            let stored = try await connection.purgeQueue(queue)
            #expect(stored == 40)
        }
    }

    @Test func aMissingExchangeFailsItsMessageAndTheNextOneGoesThrough() async throws {
        try await withQueue("missing-exchange") { connection, queue in
            let exchange = "\(queue).missing"
            let error = await failure {
                try await connection.publish(exchange: exchange, routingKey: "", body: [1])
            }
            #expect(error?.code == .notFound)
            #expect(error?.brokerCode == 404)
            #expect(error?.brokerText?.contains("no exchange '\(exchange)'") == true)
            try await connection.publish(exchange: "", routingKey: queue, body: [2])
            let stored = try await connection.purgeQueue(queue)
            #expect(stored == 1)
        }
    }

    @Test func aClosedChannelLosesNoMessageWithoutAWord() async throws {
        try await withQueue("closed-channel") { connection, queue in
            let answers = await withTaskGroup(of: (Bool, AMQPError.Code?).self) { group in
                for index in 0..<300 {
                    group.addTask {
                        let isMissing = index % 50 == 25
                        let code = await failure {
                            try await connection.publish(
                                exchange: isMissing ? "\(queue).missing" : "", routingKey: queue, body: [1])
                        }?.code
                        return (isMissing, code)
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            for (isMissing, code) in answers {
                #expect(isMissing ? code == .notFound || code == .unknown : code == nil || code == .unknown)
            }
            let stored = try await connection.purgeQueue(queue)
            let confirmed = answers.filter { $0.1 == nil }.count
            let unknown = answers.filter { !$0.0 && $0.1 == .unknown }.count
            #expect(stored >= confirmed && stored <= confirmed + unknown)
        }
    }

    @Test func aFullQueueThatRejectsMakesANack() async throws {
        try await withQueue("nack", arguments: ["x-max-length": 1, "x-overflow": "reject-publish"]) {
            connection, queue in
            var error: AMQPError?
            // The limit is soft, so a few more get in.
            for _ in 0..<20 where error == nil {
                error = await failure { try await connection.publish(exchange: "", routingKey: queue, body: [1]) }
            }
            #expect(error?.code == .nacked)
            #expect(error?.isRetriable == true)
        }
    }

    @Test func propertiesAndHeadersComeBackAsTheyWereSent() async throws {
        try await withQueue("round-trip") { connection, queue in
            let sent = AMQPProperties(
                contentType: "application/json", contentEncoding: "utf-8", deliveryMode: .persistent, priority: 5,
                correlationID: "conversation-ü", replyTo: "reply", expiration: "600000", messageID: "message-1",
                timestamp: Date(timeIntervalSince1970: 1_700_000_000), type: "chat.message.received.v1",
                userID: "guest", appID: "tests",
                headers: [
                    "string": "text ✓", "empty": "", "int": 42, "large": .int64(.max), "negative": -7, "yes": true,
                    "no": false, "double": 2.5, "bytes": .bytes([0, 255, 128]), "null": nil,
                    "time": .timestamp(Date(timeIntervalSince1970: 1_600_000_000)),
                    "array": ["a", 1, nil, [true]], "table": ["inner": ["deep": "value"]], "emptyArray": [],
                    "emptyTable": [:],
                ])
            let body = (0..<1000).map { UInt8(truncatingIfNeeded: $0) }
            try await connection.publish(exchange: "", routingKey: queue, properties: sent, body: body)
            let consumer = try await connection.consume(queue: queue, prefetch: 1)
            var deliveries = consumer.makeAsyncIterator()
            let delivery = try #require(try await deliveries.next())
            #expect(delivery.properties == sent)
            #expect(delivery.body == body)
            #expect(delivery.exchange == "")
            #expect(delivery.routingKey == queue)
            #expect(!delivery.redelivered)
            try consumer.ack(delivery.deliveryTag)
        }
    }

    @Test func aMessageWithoutPropertiesIsPersistentAndHasAnID() async throws {
        try await withQueue("defaults") { connection, queue in
            for _ in 0..<2 { try await connection.publish(exchange: "", routingKey: queue, body: []) }
            let consumer = try await connection.consume(queue: queue, prefetch: 2)
            var deliveries = consumer.makeAsyncIterator()
            let first = try #require(try await deliveries.next())
            let second = try #require(try await deliveries.next())
            #expect(first.properties.deliveryMode == .persistent)
            #expect(first.body.isEmpty)
            #expect(first.properties.messageID != nil)
            #expect(first.properties.messageID != second.properties.messageID)
            try consumer.ack(second.deliveryTag, multiple: true)
        }
    }

    @Test(arguments: [131_064, 131_072, 1_000_000, 5_000_000])
    func bodiesLargerThanAFrameComeThroughWhole(size: Int) async throws {
        try await withQueue("large") { connection, queue in
            var body = [UInt8](repeating: 7, count: size)
            for index in stride(from: 0, to: size, by: 1009) { body[index] = UInt8(truncatingIfNeeded: index >> 10) }
            try await connection.publish(exchange: "", routingKey: queue, body: body)
            let consumer = try await connection.consume(queue: queue, prefetch: 1)
            var deliveries = consumer.makeAsyncIterator()
            let delivery = try #require(try await deliveries.next())
            #expect(delivery.body == body)
            try consumer.ack(delivery.deliveryTag)
        }
    }

    @Test func aMessageBeyondTheLimitsIsNotSent() async throws {
        let configuration = try TestBroker.configuration { $0.maximumBodySize = 1000 }
        try await withQueue("limits", configuration: configuration) { connection, queue in
            let tooLarge = await failure {
                try await connection.publish(
                    exchange: "", routingKey: queue, body: [UInt8](repeating: 0, count: 1001))
            }
            #expect(tooLarge?.code == .tooLarge)
            let longKey = await failure {
                try await connection.publish(
                    exchange: "", routingKey: String(repeating: "k", count: 256), body: [])
            }
            #expect(longKey?.code == .invalidArgument)
            try await connection.publish(exchange: "", routingKey: queue, body: [1])
            let stored = try await connection.purgeQueue(queue)
            #expect(stored == 1)
        }
    }

    @Test func closingWaitsForTheConfirmsOfWhatWasPublished() async throws {
        try await withQueue("graceful") { owner, queue in
            let connection = AMQPConnection(try TestBroker.configuration())
            async let life: Void = connection.run()
            try await connection.opened()
            let confirmed = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<500 {
                    group.addTask {
                        await failure { try await connection.publish(exchange: "", routingKey: queue, body: [1]) }
                            == nil
                    }
                }
                // Once one is through, the others are on their way or refused.
                _ = try await group.next()
                await connection.close()
                return try await group.reduce(1) { $0 + ($1 ? 1 : 0) }
            }
            try await life
            let stored = try await owner.purgeQueue(queue)
            #expect(stored == confirmed)
        }
    }
}
