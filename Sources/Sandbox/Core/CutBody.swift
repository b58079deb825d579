import FlyingSocks
import Foundation

/// The first half of a body, then a fault: FlyingFox closes a connection whose body fails.
struct CutBody: AsyncBufferedSequence {
    typealias Element = UInt8

    struct Cut: Error {}

    private let half: Data

    init(of data: Data) { half = Data(data.prefix(data.count / 2)) }

    func makeAsyncIterator() -> Iterator { Iterator(rest: half) }

    struct Iterator: AsyncBufferedIteratorProtocol {
        var rest: Data

        mutating func next() async throws -> UInt8? {
            guard let byte = rest.popFirst() else { throw Cut() }
            return byte
        }

        mutating func nextBuffer(suggested count: Int) async throws -> Data? {
            guard !rest.isEmpty else { throw Cut() }
            defer { rest = Data() }
            return rest
        }
    }
}
