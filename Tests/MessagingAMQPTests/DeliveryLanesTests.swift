import Synchronization
import Testing

@testable import MessagingAMQP

@Suite struct `Delivery lanes` {
    @Test func `keep the order within a conversation and lose nothing`() async {
        let seen = Mutex<[String: [Int]]>([:])
        let lanes = DeliveryLanes<(conversation: String, number: Int)> { work in
            if work.number.isMultiple(of: 3) { await Task.yield() }
            seen.withLock { $0[work.conversation, default: []].append(work.number) }
        }
        for number in 0..<1000 {
            let conversation = "\(number % 7)"
            lanes.enqueue(conversation, (conversation, number))
            if number.isMultiple(of: 50) { await Task.yield() }
        }
        await lanes.drain()
        let all = seen.withLock { $0 }
        #expect(all.count == 7)
        #expect(all.values.allSatisfy { $0 == $0.sorted() })
        #expect(all.values.joined().count == 1000)
    }

    @Test func `let other conversations go on`() async {
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let lanes = DeliveryLanes<Bool> { waits in
            if waits {
                for await _ in gate { break }
            } else {
                open.yield()
            }
        }
        lanes.enqueue("slow", true)
        lanes.enqueue("fast", false)
        await lanes.drain()
    }

    @Test func `outlive the cancellation of whoever fed them`() async {
        let wasCancelled = Mutex(false)
        let lanes = DeliveryLanes<Int> { _ in
            await Task.yield()
            if Task.isCancelled { wasCancelled.withLock { $0 = true } }
        }
        let feeder = Task {
            while !Task.isCancelled { await Task.yield() }
            for number in 0..<10 { lanes.enqueue("\(number)", number) }
            await lanes.drain()
        }
        feeder.cancel()
        await feeder.value
        let cancelled = wasCancelled.withLock { $0 }
        #expect(!cancelled)
    }

    @Test func `drain at once when there is nothing`() async {
        await DeliveryLanes<Int> { _ in }.drain()
    }
}
