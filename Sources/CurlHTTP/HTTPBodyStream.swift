/// Status and headers of an answer, before its body.
struct HTTPHead: Sendable, Equatable {
    let status: Int
    let headers: HTTPHeaders
}

/// An answer whose head has arrived and whose body is read as it comes.
///
/// The chunks are the bytes in order; where one ends means nothing. A body is read once, by one task. While nobody
/// reads, about 64 KiB are held and the peer is made to wait. The request's `idle` and `total` timeouts and its
/// `bodyLimit` hold for the body too. Bytes are not decompressed, and no compression is asked for.
///
/// When the last copy of the stream and of its iterators is gone, the transfer is aborted.
public struct HTTPBodyStream: AsyncSequence, Sendable {
    public typealias Element = [UInt8]
    public typealias Failure = HTTPError

    public let status: Int
    public let headers: HTTPHeaders
    private let lease: BodyLease

    init(_ head: HTTPHead, lease: BodyLease) {
        status = head.status
        headers = head.headers
        self.lease = lease
    }

    /// Whether the status is 200...299.
    public var isSuccess: Bool { (200...299).contains(status) }

    /// The rest of the body in one piece; at most the request's `bodyLimit`.
    public func collect() async throws(HTTPError) -> [UInt8] {
        var bytes: [UInt8] = []
        while let chunk = try await lease.next() { bytes += chunk }
        return bytes
    }

    public func makeAsyncIterator() -> Iterator { Iterator(lease: lease) }

    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let lease: BodyLease

        /// The next bytes, at least one; `nil` after the last.
        public mutating func next() async throws(HTTPError) -> [UInt8]? { try await lease.next() }

        public mutating func next(isolation actor: isolated (any Actor)?) async throws(HTTPError) -> [UInt8]? {
            try await lease.next()
        }
    }
}

/// The right to read a body; when nobody has it any more, the transfer ends.
final class BodyLease: Sendable {
    private let client: HTTPClient
    private let id: TransferID

    init(client: HTTPClient, id: TransferID) {
        self.client = client
        self.id = id
    }

    deinit { client.mailbox.post(.abandon(id)) }

    func next() async throws(HTTPError) -> [UInt8]? { try await client.nextChunk(of: id) }
}
