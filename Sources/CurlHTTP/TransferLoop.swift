internal import CCurl

/// The transfers of a client, and the turn of its thread that moves them on. Lives on that thread.
final class TransferLoop {
    private let multi: MultiHandle
    private let configuration: HTTPClientConfiguration
    /// Those with libcurl and those that wait for their turn, at most `maximumInFlight + maximumWaiting`.
    private var transfers: [TransferID: Transfer] = [:]
    private var waiting: [TransferID] = []
    private var inFlight = 0

    init(_ configuration: HTTPClientConfiguration) throws(HTTPError) {
        self.configuration = configuration
        multi = try MultiHandle(configuration)
    }

    /// The handle for the mailbox to wake.
    var handle: MultiHandle { multi }

    var isIdle: Bool { transfers.isEmpty && waiting.isEmpty && inFlight == 0 }

    var isPaused: Bool { transfers.values.allSatisfy(\.clock.isPaused) }

    // MARK: Words from the client

    func begin(_ transfer: Transfer) {
        if inFlight < max(1, configuration.maximumInFlight) {
            transfers[transfer.id] = transfer
            launch(transfer)
        } else if waiting.count < configuration.maximumWaiting {
            transfers[transfer.id] = transfer
            waiting.append(transfer.id)
        } else {
            transfer.finish(
                transfer.error(
                    .overloaded,
                    "\(waiting.count) requests wait for their turn already: send fewer at once, or raise the limits."))
        }
    }

    /// The reader of a streamed body made room.
    func resume(_ id: TransferID) {
        guard let transfer = transfers[id] else { return }
        let code = transfer.resume()
        if code != CURLE_OK { conclude(transfer, code) }
    }

    func cancel(_ id: TransferID) {
        guard let transfer = transfers[id] else { return }
        end(transfer) { $0.finish($0.error(.cancelled, "The request was cancelled by its caller.")) }
    }

    /// Ends every transfer with `.closed` and closes all connections.
    func shutDown() {
        waiting = []
        for transfer in transfers.values {
            drop(transfer)
            transfer.finish(transfer.error(.closed, "The HTTP client was closed before the answer was complete."))
        }
        transfers = [:]
        multi.destroy()
    }

    // MARK: The thread's turn

    /// Moves every transfer on as far as it goes; then, if it may, waits for the network or the next time limit.
    func turn(mayWait: Bool) {
        multi.perform()
        while let (transfer, code) = multi.nextDone() { conclude(transfer, code) }
        let now = ContinuousClock.now
        for transfer in transfers.values {
            guard let expiry = transfer.clock.expiry(at: now) else { continue }
            end(transfer) { $0.finish(expiry) }
        }
        guard mayWait else { return }
        // A handle that was added above has libcurl return from its wait at once.
        let deadline = transfers.values.lazy.map(\.clock.deadline).min()
        multi.poll(atMost: deadline.map { max(0, ($0 - .now).wholeMilliseconds) } ?? 600_000)
    }

    private func conclude(_ transfer: Transfer, _ code: CURLcode) {
        let goesOn = transfer.conclude(code)
        drop(transfer)
        if goesOn {
            launch(transfer)
        } else {
            transfers[transfer.id] = nil
            launchWaiting()
        }
    }

    /// Takes it out before its caller hears of it.
    private func end(_ transfer: Transfer, _ finish: (Transfer) -> Void) {
        transfers[transfer.id] = nil
        if transfer.easy == nil { waiting.removeAll { $0 == transfer.id } }
        drop(transfer)
        finish(transfer)
        launchWaiting()
    }

    private func launchWaiting() {
        while inFlight < max(1, configuration.maximumInFlight), !waiting.isEmpty {
            let id = waiting.removeFirst()
            if let transfer = transfers[id] { launch(transfer) }
        }
    }

    private func launch(_ transfer: Transfer) {
        do throws(HTTPError) {
            let easy = try EasyHandle(transfer.hop, for: transfer, configuration)
            transfer.easy = easy
            inFlight += 1
            guard multi.add(easy) else {
                throw transfer.error(.protocol, "libcurl takes no more requests.")
            }
        } catch {
            transfers[transfer.id] = nil
            drop(transfer)
            transfer.finish(error)
        }
    }

    /// Takes its handle from libcurl, which calls nothing of it any more.
    private func drop(_ transfer: Transfer) {
        guard let easy = transfer.easy else { return }
        transfer.easy = nil
        inFlight -= 1
        multi.remove(easy)
        easy.destroy()
    }
}
