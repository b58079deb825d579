import FlyingFox
import FlyingSocks
import Foundation

/// A stream of chunks as FlyingFox wants a body: each element goes out as one HTTP chunk at once.
struct StreamedBody: AsyncBufferedSequence {
    typealias Element = UInt8

    let stream: AsyncStream<Data>

    func makeAsyncIterator() -> Iterator {
        Iterator(chunks: stream.makeAsyncIterator())
    }

    struct Iterator: AsyncBufferedIteratorProtocol {
        var chunks: AsyncStream<Data>.Iterator
        var rest = Data()

        mutating func next() async throws -> UInt8? {
            if rest.isEmpty {
                guard let chunk = try await nextBuffer(suggested: 4096) else { return nil }
                rest = chunk
            }
            return rest.popFirst()
        }

        mutating func nextBuffer(suggested count: Int) async throws -> Data? {
            while let chunk = await chunks.next() {
                // An empty chunk is HTTP's end mark.
                if !chunk.isEmpty { return chunk }
            }
            return nil
        }
    }
}
