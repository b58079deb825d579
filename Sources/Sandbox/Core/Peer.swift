/// One service of the outside world that the sandbox stands in for.
///
/// A peer is right when it answers as the real one does: same statuses, headers, bodies and refusals. It keeps its
/// state in memory, takes chance only from the `SeededRandom` it was given and time from its `SandboxClock`.
protocol Peer: Sendable {
    /// The name in `/control/fault`, in the ledger and in the record: `discord`, `google`, `ai`, `site`.
    var name: String { get }

    /// The paths it answers, each with everything below: `["/google", "/sheet"]`.
    var prefixes: [String] { get }

    /// Whether its traffic goes to `--record`: true for what has a published schema.
    var isRecorded: Bool { get }

    /// The kinds beyond ``FaultKind/transport`` that it can show; others are refused by the control.
    var faultKinds: Set<FaultKind> { get }

    /// Answers one request. Never throws: whatever is wrong has an answer of the peer's own.
    func handle(_ request: PeerRequest) async -> PeerResponse

    /// What this peer saw of the world, for `GET /control/ledger`.
    func ledger() async -> JSONValue

    /// Back to the state after the start, by `POST /control/reset`.
    func reset() async

    /// A fault began or, with rate 0, ended. For faults that do not wait for a request (a gateway that closes).
    func faultChanged(_ fault: Fault) async

    /// What lives in the peer beside its requests. Returns at once when there is nothing; ends by cancellation.
    func run() async throws
}

extension Peer {
    var isRecorded: Bool { true }
    var faultKinds: Set<FaultKind> { [] }
    func faultChanged(_ fault: Fault) async {}
    func run() async throws {}
}
