import Testing

import enum FlyingFox.WSMessage

@testable import Sandbox

@Suite struct LiveFeedTests {
    private func connect(_ feed: LiveFeed) async throws -> AsyncStream<WSMessage> {
        try await feed.makeMessages(for: AsyncStream { $0.finish() })
    }

    @Test func `every reader gets every event in order`() async throws {
        let feed = LiveFeed()
        var first = try await connect(feed).makeAsyncIterator()
        var second = try await connect(feed).makeAsyncIterator()
        for number in 0..<3 { feed.publish(["n": JSONValue(number)]) }
        for number in 0..<3 {
            #expect(await first.next() == .text("{\"n\":\(number)}"))
            #expect(await second.next() == .text("{\"n\":\(number)}"))
        }
    }

    @Test func `a reader that falls behind is cut off and the others are not`() async throws {
        let feed = LiveFeed()
        let slow = try await connect(feed)
        for number in 0...LiveFeed.backlog { feed.publish(["n": JSONValue(number)]) }
        #expect(feed.readerCount == 0)
        var count = 0
        for await _ in slow { count += 1 }
        #expect(count == LiveFeed.backlog)
        let next = try await connect(feed)
        #expect(feed.readerCount == 1)
        withExtendedLifetime(next) {}
    }

    @Test func `a reader that leaves is forgotten`() async throws {
        let feed = LiveFeed()
        let stream = try await connect(feed)
        let task = Task { for await _ in stream {} }
        #expect(feed.readerCount == 1)
        task.cancel()
        await task.value
        #expect(feed.readerCount == 0)
    }

    @Test func `disconnecting closes every reader with the code for a restart`() async throws {
        let feed = LiveFeed()
        var reader = try await connect(feed).makeAsyncIterator()
        feed.disconnectEveryone()
        #expect(await reader.next() == .close(.serviceRestart))
        #expect(await reader.next() == nil)
        #expect(feed.readerCount == 0)
    }
}
