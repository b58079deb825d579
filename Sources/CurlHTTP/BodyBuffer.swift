/// What has arrived of a streamed body and was not read yet. Lives on the client's thread.
final class BodyBuffer {
    typealias Waiter = CheckedContinuation<Result<[UInt8]?, HTTPError>, Never>

    enum Taken {
        case chunk([UInt8])
        case end(HTTPError?)
        case nothing
    }

    /// Above this many bytes the transfer pauses, so that a slow reader slows the peer down instead of filling memory.
    /// One delivery of libcurl (16 KiB) may come on top.
    static let limit = 64 << 10

    private var bytes: [UInt8] = []
    private var end: HTTPError??
    private var waiter: Waiter?

    var isFull: Bool { bytes.count >= Self.limit }

    func append(_ more: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: more)
        handOver()
    }

    /// No more comes; what is buffered is still read first. Only the first end counts.
    func finish(_ error: HTTPError?) {
        if end == nil { end = .some(error) }
        handOver()
    }

    func take() -> Taken {
        if !bytes.isEmpty {
            defer { bytes = [] }
            return .chunk(bytes)
        }
        return end.map { .end($0) } ?? .nothing
    }

    /// Resumes the waiter when there is something. A body has one reader: a second one at the same time is refused.
    func wait(_ continuation: Waiter) {
        guard waiter == nil else {
            let error = HTTPError(
                .invalidRequest, "Two readers wait for the same body: read it from one task.",
                requestMayHaveBeenProcessed: true)
            return continuation.resume(returning: .failure(error))
        }
        waiter = continuation
        handOver()
    }

    private func handOver() {
        guard let waiter else { return }
        let result: Result<[UInt8]?, HTTPError>
        switch take() {
        case .chunk(let bytes): result = .success(bytes)
        case .end(let error?): result = .failure(error)
        case .end(nil): result = .success(nil)
        case .nothing: return
        }
        self.waiter = nil
        waiter.resume(returning: result)
    }
}
