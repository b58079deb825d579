internal import CCurl

/// One request under way, through all its redirects. Lives on the client's thread; libcurl's callbacks write to it there.
final class Transfer {
    typealias Whole = CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>
    typealias Head = CheckedContinuation<Result<HTTPHead, HTTPError>, Never>

    /// Where the answer goes.
    enum Output {
        case whole(Whole, body: [UInt8])
        case head(Head, BodyBuffer)
        case stream(BodyBuffer)
        case finished
    }

    enum Intake {
        case taken, paused, refused
    }

    let id: TransferID
    let request: HTTPRequest
    let isStreamed: Bool
    private(set) var hop: Hop
    /// The handle of the present hop, kept here so that it is destroyed once.
    var easy: EasyHandle?
    private(set) var clock: TransferClock
    private var redirects: RedirectChain
    private var addresses: AddressGuard
    private var block = HeaderBlock()
    private var output: Output
    private var bodyByteCount = 0
    /// Why a callback stopped libcurl; it says more than the code that libcurl then ends with.
    private var verdict: HTTPError?
    private var refusedAddress = false
    private var isFollowing = false
    private var startsOfHop = 0
    private(set) var wasSent = false

    init(
        id: TransferID, request: HTTPRequest, hop: Hop, policy: TargetPolicy, addresses: AddressGuard, output: Output
    ) {
        self.id = id
        self.request = request
        self.hop = hop
        self.addresses = addresses
        self.output = output
        clock = TransferClock(request.timeouts, start: .now)
        redirects = RedirectChain(request.redirects, policy: policy)
        isStreamed = if case .whole = output { false } else { true }
    }

    // MARK: What libcurl tells, in this order

    /// Whether a connection to the address may be made.
    func mayConnect(to address: NetworkAddress?) -> Bool {
        let isAdmitted = addresses.admits(address)
        if !isAdmitted { refusedAddress = true }
        return isAdmitted
    }

    /// A connection is ready, new or kept. Returns whether the request may go out on it.
    func mayStart(at address: NetworkAddress?) -> Bool {
        guard addresses.admits(address) else {
            refusedAddress = true
            return false
        }
        startsOfHop += 1
        if startsOfHop > 1 && !hop.method.isIdempotent {
            // libcurl found the kept connection dead and would send again, whatever the method. The first copy may
            // have arrived.
            verdict = error(.reset, "\(hop.target.origin) cut a kept connection when the request was sent on it.")
            return false
        }
        addresses.visited(address)
        wasSent = true
        clock.requestStarted(at: .now)
        return true
    }

    func takeHeader(_ line: UnsafeRawBufferPointer) -> Intake {
        clock.bytesArrived(at: .now)
        switch block.take(line) {
        case .more:
            return .taken
        case .fault(let reason):
            verdict = error(.protocol, "\(hop.target.origin) did not answer in proper HTTP: \(reason).")
            return .refused
        case .complete:
            isFollowing = redirects.handles(status: block.status, location: block.headers["Location"])
            return headIsComplete() ? .taken : .refused
        }
    }

    func takeBody(_ bytes: UnsafeRawBufferPointer) -> Intake {
        if case .stream(let buffer) = output, buffer.isFull, !isFollowing {
            clock.paused()
            return .paused
        }
        clock.bytesArrived(at: .now)
        bodyByteCount += bytes.count
        guard bodyByteCount <= request.bodyLimit else { return refuseBody() }
        guard !isFollowing else { return .taken }
        switch output {
        case .whole(let continuation, var body):
            // Left in place, the array would be copied whole with each piece.
            output = .finished
            body.append(contentsOf: bytes)
            output = .whole(continuation, body: body)
        case .stream(let buffer):
            buffer.append(bytes)
        case .head, .finished:
            break
        }
        return .taken
    }

    // MARK: How a hop ends

    /// The next hop, if the answer is a redirect to follow; otherwise the transfer has ended.
    func conclude(_ code: CURLcode) -> Bool {
        if let verdict {
            finish(verdict)
        } else if refusedAddress && code != CURLE_OK {
            finish(
                error(
                    .redirectRefused,
                    "A redirect to \(hop.target.origin) was refused: it leads from a public address to a private one."))
        } else if code != CURLE_OK {
            finish(
                HTTPError(
                    curl: code, detail: easy?.failureDetail ?? "", origin: hop.target.origin, wasSent: wasSent))
        } else if isFollowing {
            return follow()
        } else {
            finish(nil)
        }
        return false
    }

    /// Ends it for the caller, with an answer if there is no error. Only the first end counts.
    func finish(_ error: HTTPError?) {
        defer { output = .finished }
        switch output {
        case .whole(let continuation, let body):
            let response = HTTPResponse(status: block.status, headers: block.headers, body: body)
            continuation.resume(returning: error.map { .failure($0) } ?? .success(response))
        case .head(let continuation, let buffer):
            // Without an error the head went out before.
            let error = error ?? self.error(.protocol, "\(hop.target.origin) sent no headers.")
            buffer.finish(error)
            continuation.resume(returning: .failure(error))
        case .stream(let buffer):
            buffer.finish(error)
        case .finished:
            break
        }
    }

    func finish(_ expiry: TransferClock.Expiry) {
        let origin = hop.target.origin
        switch expiry {
        case .firstByte:
            finish(error(.firstByteTimeout, "\(origin) took the request and did not begin to answer in time."))
        case .idle:
            finish(error(.idleTimeout, "\(origin) stopped sending in the middle of its answer."))
        case .total:
            finish(error(.totalTimeout, "The answer of \(origin) was not complete within the time for the request."))
        }
    }

    /// The reader made room. Anything but `CURLE_OK` ends the transfer.
    func resume() -> CURLcode {
        guard case .stream(let buffer) = output, !buffer.isFull, clock.isPaused, let easy else { return CURLE_OK }
        clock.resumed(at: .now)
        return easy.unpause()
    }

    func error(_ code: HTTPError.Code, _ message: String) -> HTTPError {
        HTTPError(code, message, requestMayHaveBeenProcessed: wasSent)
    }

    private func follow() -> Bool {
        switch redirects.step(from: hop, status: block.status, to: easy?.redirectURL ?? "") {
        case .refuse(let reason):
            finish(error(.redirectRefused, "A redirect by \(hop.target.origin) was refused: \(reason)."))
            return false
        case .follow(let next):
            hop = next
            block = HeaderBlock()
            bodyByteCount = 0
            startsOfHop = 0
            isFollowing = false
            clock.nextHop()
            return true
        }
    }

    private func headIsComplete() -> Bool {
        if hop.method != .head, let text = block.headers["Content-Length"], let length = Int(text),
            length > request.bodyLimit
        {
            _ = refuseBody()
            return false
        }
        if !isFollowing, case .head(let continuation, let buffer) = output {
            output = .stream(buffer)
            continuation.resume(returning: .success(HTTPHead(status: block.status, headers: block.headers)))
        }
        return true
    }

    private func refuseBody() -> Intake {
        verdict = error(
            .bodyTooLarge, "The answer of \(hop.target.origin) is longer than the \(request.bodyLimit) bytes accepted.")
        return .refused
    }
}
