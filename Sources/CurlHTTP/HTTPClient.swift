internal import PollThread

/// Sends HTTP/1.1 and HTTP/2 requests over libcurl, all on one thread of its own.
///
/// It lives while ``run()`` does. Requests made before wait for it; requests made after fail with `.closed`. Cancelling
/// the task of a request aborts the transfer. Nothing is ever repeated, except that a request whose method is
/// idempotent goes out again when a kept connection turns out to be dead before any byte of an answer.
public actor HTTPClient {
    public nonisolated let configuration: HTTPClientConfiguration
    nonisolated let mailbox = Mailbox()
    private nonisolated let thread = PollThread(name: "http")
    private nonisolated let ending = Ending()
    private nonisolated let policy: TargetPolicy
    private nonisolated let isPublic: @Sendable (NetworkAddress) -> Bool

    private enum Phase {
        case new
        case open(TransferLoop)
        case closed
    }

    private var phase = Phase.new
    /// Of the streams that somebody can still read, whether or not their transfer has ended.
    private var bodies: [TransferID: BodyBuffer] = [:]
    private var lastID: TransferID = 0

    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    public init(_ configuration: HTTPClientConfiguration = HTTPClientConfiguration()) {
        self.init(configuration, isPublic: { $0.isPublic })
    }

    /// Tests say which addresses count as public, since they have none.
    init(_ configuration: HTTPClientConfiguration, isPublic: @escaping @Sendable (NetworkAddress) -> Bool) {
        self.configuration = configuration
        self.isPublic = isPublic
        policy = TargetPolicy(plainHTTPHosts: configuration.plainHTTPHosts)
    }

    // MARK: Life

    /// Runs the client until ``close()`` is called or the task is cancelled. Then every request under way fails with
    /// `.closed`, the connections are closed and the thread has ended. It can be run once.
    ///
    /// - Throws: `PollThreadError` when there is no thread to be had or it ran before; `HTTPError` when libcurl does
    ///   not start.
    public nonisolated func run() async throws {
        try thread.start()
        do {
            try await begin()
        } catch {
            await shutDown()
            await thread.stop()
            throw error
        }
        await ending.wait()
        await shutDown()
        await thread.stop()
    }

    /// Ends ``run()``, now or as soon as it begins.
    public nonisolated func close() { ending.signal() }

    private func begin() throws(HTTPError) { _ = try open() }

    /// The loop, made by whichever job comes first: requests may have been waiting for the thread to start.
    private func open() throws(HTTPError) -> TransferLoop {
        switch phase {
        case .open(let loop):
            return loop
        case .closed:
            throw HTTPError(
                .closed, "The HTTP client is closed: this program is stopping, or its run() ended early.",
                requestMayHaveBeenProcessed: false)
        case .new:
            let loop = try TransferLoop(configuration)
            phase = .open(loop)
            mailbox.open(loop.handle)
            thread.setStep(
                { mayWait in self.assumeIsolated { $0.turn(mayWait: mayWait) } },
                wake: { [mailbox] in mailbox.wake() })
            return loop
        }
    }

    private func shutDown() {
        thread.setStep(nil)
        mailbox.close()
        if case .open(let loop) = phase { loop.shutDown() }
        phase = .closed
    }

    private func turn(mayWait: Bool) {
        guard case .open(let loop) = phase else { return }
        for word in mailbox.takeAll() {
            switch word {
            case .cancel(let id):
                loop.cancel(id)
            case .abandon(let id):
                loop.cancel(id)
                bodies[id] = nil
            }
        }
        loop.turn(mayWait: mayWait)
    }

    /// Whether no request is under way; streams that are read to their end count as over.
    var isIdle: Bool {
        if case .open(let loop) = phase { loop.isIdle } else { true }
    }

    /// Whether every transfer waits for its reader, or none is under way.
    var isPaused: Bool {
        if case .open(let loop) = phase { loop.isPaused } else { true }
    }

    // MARK: Requests

    /// Sends the request and returns the whole answer. Any status is an answer.
    ///
    /// - Throws: `HTTPError` with any of its codes.
    public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        let hop = try Hop(request, policy: policy)
        let id = nextID()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                begin(transfer(id, request, hop, .whole(continuation, body: [])))
            }
        } onCancel: {
            mailbox.post(.cancel(id))
        }
        return try result.get()
    }

    /// Sends the request and returns as soon as the answer's head is there. See ``HTTPBodyStream``.
    ///
    /// - Throws: `HTTPError` with any of its codes; the stream's own reading throws it too.
    public func stream(_ request: HTTPRequest) async throws(HTTPError) -> HTTPBodyStream {
        let hop = try Hop(request, policy: policy)
        let id = nextID()
        let buffer = BodyBuffer()
        bodies[id] = buffer
        // From here on the buffer goes when the lease does, however this ends.
        let lease = BodyLease(client: self, id: id)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                begin(transfer(id, request, hop, .head(continuation, buffer)))
            }
        } onCancel: {
            mailbox.post(.cancel(id))
        }
        return HTTPBodyStream(try result.get(), lease: lease)
    }

    func nextChunk(of id: TransferID) async throws(HTTPError) -> [UInt8]? {
        // The caller holds the lease, so the buffer is there.
        guard let buffer = bodies[id] else { return nil }
        switch buffer.take() {
        case .chunk(let bytes):
            if case .open(let loop) = phase { loop.resume(id) }
            return bytes
        case .end(let error?):
            throw error
        case .end(nil):
            return nil
        case .nothing:
            let result = await withTaskCancellationHandler {
                await withCheckedContinuation { wait(for: id, $0) }
            } onCancel: {
                mailbox.post(.cancel(id))
            }
            return try result.get()
        }
    }

    /// A method, because a closure that does not use `self` would run outside the actor (Swift 6.3 lets it).
    private func wait(for id: TransferID, _ continuation: BodyBuffer.Waiter) {
        guard let buffer = bodies[id] else { return continuation.resume(returning: .success(nil)) }
        buffer.wait(continuation)
    }

    private func nextID() -> TransferID {
        lastID += 1
        return lastID
    }

    private func begin(_ transfer: Transfer) {
        do throws(HTTPError) {
            try open().begin(transfer)
        } catch {
            transfer.finish(error)
        }
    }

    private func transfer(_ id: TransferID, _ request: HTTPRequest, _ hop: Hop, _ output: Transfer.Output) -> Transfer {
        Transfer(
            id: id, request: request, hop: hop, policy: policy, addresses: AddressGuard(isPublic: isPublic),
            output: output)
    }
}
