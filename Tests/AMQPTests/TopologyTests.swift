import AMQP
import Testing

@Suite(.enabled(if: TestBroker.isPresent, TestBroker.absence)) struct TopologyTests {
    @Test func declaringWithOtherPropertiesFailsWithTheBrokersWords() async throws {
        try await withQueue("mismatch", arguments: ["x-queue-type": "quorum", "x-delivery-limit": 3]) {
            connection, queue in
            let error = await failure {
                try await connection.declareQueue(
                    queue, arguments: ["x-queue-type": "quorum", "x-delivery-limit": 4])
            }
            #expect(error?.code == .preconditionFailed)
            #expect(error?.brokerCode == 406)
            #expect(error?.brokerText?.contains("inequivalent arg 'x-delivery-limit'") == true)
            #expect(error?.message.contains("received '4' but current is '3'") == true)
            #expect(error?.isRetriable == false)
            // The channel that the broker has closed is opened again.
            let status = try await connection.queueStatus(queue).messageCount
            #expect(status == 0)
        }
    }

    @Test func manyDeclarationsAtOnceFailEachForItself() async throws {
        try await withQueue("many") { connection, queue in
            let outcomes = await withTaskGroup(of: (Int, AMQPError.Code?).self) { group in
                for index in 0..<40 {
                    group.addTask {
                        let name = index.isMultiple(of: 2) ? queue : "\(queue).missing"
                        return (index, await failure { _ = try await connection.queueStatus(name) }?.code)
                    }
                }
                return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            #expect(outcomes.count == 20, "Those of missing queues")
            for (index, code) in outcomes {
                #expect(!index.isMultiple(of: 2))
                #expect(code == .notFound)
            }
        }
    }

    @Test func aMessageTakesTheWayOfTheBindings() async throws {
        try await withQueue("bindings") { connection, queue in
            let source = "\(queue).source"
            let target = "\(queue).target"
            try await connection.declareExchange(source, type: "topic")
            try await connection.declareExchange(target, type: "headers", durable: false)
            try await connection.bindExchange(target, to: source, routingKey: "chat.#")
            try await connection.bindQueue(queue, to: target, arguments: ["x-match": "all", "kind": "text"])
            try await connection.publish(
                exchange: source, routingKey: "chat.message", properties: AMQPProperties(headers: ["kind": "text"]),
                body: [1])
            let unbound = await failure {
                try await connection.publish(exchange: source, routingKey: "other", body: [2])
            }
            #expect(unbound?.code == .unroutable)
            let stored = try await connection.purgeQueue(queue)
            #expect(stored == 1)
            try await connection.deleteExchange(source)
            try await connection.deleteExchange(target)
            let deleted = try await connection.deleteQueue(queue)
            #expect(deleted == 0)
            #expect(await failure { _ = try await connection.queueStatus(queue) }?.code == .notFound)
        }
    }

    @Test func theBrokerNamesAQueueThatHasNone() async throws {
        try await withConnection(try TestBroker.configuration()) { connection in
            let status = try await connection.declareQueue("", options: .exclusive)
            #expect(status.name.hasPrefix("amq.gen"))
            #expect(status.consumerCount == 0)
        }
    }

    @Test func anExclusiveQueueOfAnotherConnectionIsLocked() async throws {
        try await withConnection(try TestBroker.configuration()) { owner in
            let name = try await owner.declareQueue("", options: .exclusive).name
            try await withConnection(try TestBroker.configuration()) { other in
                let error = await failure { _ = try await other.queueStatus(name) }
                #expect(error?.code == .resourceLocked)
            }
        }
    }

    @Test func namesAndArgumentsThatDoNotFitAreRefusedBeforeTheyAreSent() async throws {
        try await withConnection(try TestBroker.configuration()) { connection in
            let long = String(repeating: "q", count: 256)
            #expect(await failure { try await connection.declareQueue(long) }?.code == .invalidArgument)
            #expect(await failure { try await connection.declareExchange("x", type: long) }?.code == .invalidArgument)
            #expect(await failure { try await connection.bindQueue("q", to: long) }?.code == .invalidArgument)
            let arguments: [String: AMQPValue] = ["x": .string(String(repeating: "a", count: 200_000))]
            #expect(
                await failure { try await connection.declareQueue("q", arguments: arguments) }?.code
                    == .invalidArgument)
            try await connection.declareQueue(TestBroker.name("fits"), options: .exclusive)
        }
    }
}
