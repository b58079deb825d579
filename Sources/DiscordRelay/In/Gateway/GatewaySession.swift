/// The Gateway's rules as a pure state machine: what happened goes in, what to do comes out.
///
/// Source: Discord's Gateway documentation. One instance outlives many sockets; it remembers what a resume needs.
struct GatewaySession: Sendable {
    enum Input: Sendable {
        case connected
        case hello(interval: Duration)
        case ready(session: String, resumeURL: String)
        case resumed
        case dispatched(sequence: Int)
        case heartbeatRequested
        case heartbeatAcknowledged
        case heartbeatDue
        case reconnectRequested
        case invalidSession(resumable: Bool)
        /// The socket ended; the code is nil when it just broke.
        case closed(code: Int?)
    }

    enum Action: Equatable, Sendable {
        case identify
        case resume(session: String, sequence: Int)
        case heartbeat(sequence: Int?)
        /// The next heartbeat is due after this long.
        case startHeartbeat(first: Duration, interval: Duration)
        /// Close with this code, then connect again.
        case close(code: Int)
        /// Connect again, to the resume address when there is one.
        case reconnect(to: String?, after: Reconnect)
        /// Never connect again: a person has to act.
        case stop(reason: String)
    }

    enum Reconnect: Equatable, Sendable {
        /// With the usual back-off.
        case backoff
        /// After a random 1 to 5 seconds, as Discord asks after an invalid session.
        case invalidSession
    }

    /// Closing with 1000 or 1001 would end the session; any other code keeps it resumable.
    static let resumableClose = 4900

    private var session: (id: String, url: String)?
    private var sequence: Int?
    private var isAwaitingACK = false
    private var wasInvalidated = false
    /// Whether messages are asked for too; not any more once Discord has refused that.
    private(set) var wantsMessages: Bool
    private let jitter: @Sendable () -> Double

    /// - Parameter jitter: a number from 0 to 1 for each call.
    init(wantsMessages: Bool = false, jitter: @escaping @Sendable () -> Double = { Double.random(in: 0...1) }) {
        self.wantsMessages = wantsMessages
        self.jitter = jitter
    }

    var intents: Int { GatewayCommand.intents | (wantsMessages ? GatewayCommand.messageIntents : 0) }

    var resumeURL: String? { session?.url }

    mutating func handle(_ input: Input) -> [Action] {
        switch input {
        case .connected:
            isAwaitingACK = false
            wasInvalidated = false
            return []
        case .hello(let interval):
            let start: Action = .startHeartbeat(first: interval * jitter(), interval: interval)
            guard let session, let sequence else { return [start, .identify] }
            return [start, .resume(session: session.id, sequence: sequence)]
        case .ready(let id, let url):
            session = (id, url)
            return []
        case .resumed:
            return []
        case .dispatched(let number):
            sequence = max(sequence ?? number, number)
            return []
        case .heartbeatRequested:
            return [.heartbeat(sequence: sequence)]
        case .heartbeatAcknowledged:
            isAwaitingACK = false
            return []
        case .heartbeatDue:
            // No answer since the last beat: the connection is a zombie.
            guard !isAwaitingACK else { return [.close(code: Self.resumableClose)] }
            isAwaitingACK = true
            return [.heartbeat(sequence: sequence)]
        case .reconnectRequested:
            return [.close(code: Self.resumableClose)]
        case .invalidSession(let resumable):
            wasInvalidated = true
            if !resumable { forget() }
            return [.close(code: Self.resumableClose)]
        case .closed(let code):
            return closed(code)
        }
    }

    private mutating func closed(_ code: Int?) -> [Action] {
        if code == 4014, wantsMessages {
            // Buttons and commands need no switch in the portal.
            wantsMessages = false
            forget()
            return [.reconnect(to: nil, after: .backoff)]
        }
        if let reason = code.flatMap(Self.finalReason) { return [.stop(reason: reason)] }
        if let code, [1000, 1001, 4003, 4007, 4009].contains(code) { forget() }
        return [.reconnect(to: session?.url, after: wasInvalidated ? .invalidSession : .backoff)]
    }

    private mutating func forget() {
        session = nil
        sequence = nil
    }

    private static func finalReason(_ code: Int) -> String? {
        switch code {
        case 4004: "Discord refuses the bot token: copy it anew from the developer portal into DISCORD_BOT_TOKEN"
        case 4010, 4011: "Discord asks for sharding, which this bot does not use: is it in more than 2,500 servers?"
        case 4012: "Discord has ended Gateway version 10: update this program"
        case 4013: "Discord refuses the Gateway intents: update this program"
        case 4014: "Discord refuses a privileged intent: none is needed, update this program"
        default: nil
        }
    }
}
