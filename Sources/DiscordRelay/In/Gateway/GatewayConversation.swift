import Logging
import NIOCore
import NIOWebSocket
import ServiceRuntime
import Shared

/// Who wants to know what a session tells of messages, in the order of the socket.
struct GatewayListening: Sendable {
    let began: @Sendable () -> Void
    let heard: @Sendable () -> Void
}

/// One socket's life: frames go through the session's rules, and what these ask for is done.
actor GatewayConversation {
    /// READY or RESUMED must come within this.
    private static let readyLimit = Duration.seconds(30)

    private var session: GatewaySession
    private var seen: RecentKeys
    private let token: Secret
    private let health: HealthRegistry
    private let logger: Logger
    private let pressed: @Sendable (ButtonPress) async -> Void
    private let called: @Sendable (OperatorCall) async -> Void
    private let messagesGranted: @Sendable (Bool) async -> Void
    private let listening: GatewayListening?
    private var end: GatewaySession.Action?
    private var heartbeats: Task<Void, Never>?
    private(set) var wasReady = false

    init(
        session: GatewaySession, seen: RecentKeys, token: Secret, health: HealthRegistry, logger: Logger,
        pressed: @escaping @Sendable (ButtonPress) async -> Void,
        called: @escaping @Sendable (OperatorCall) async -> Void,
        messagesGranted: @escaping @Sendable (Bool) async -> Void, listening: GatewayListening?
    ) {
        self.session = session
        self.seen = seen
        self.token = token
        self.health = health
        self.logger = logger
        self.pressed = pressed
        self.called = called
        self.messagesGranted = messagesGranted
        self.listening = listening
    }

    var memory: (GatewaySession, RecentKeys) { (session, seen) }

    /// - Returns: what to do after the socket has ended.
    func run(
        _ inbound: NIOAsyncChannelInboundStream<WebSocketFrame>, _ writer: GatewaySocket.Writer
    ) async throws -> GatewaySession.Action {
        _ = session.handle(.connected)
        let watchdog = Task {
            try await Task.sleep(for: Self.readyLimit)
            if !self.wasReady { try await writer.close(code: GatewaySession.resumableClose) }
        }
        defer {
            watchdog.cancel()
            heartbeats?.cancel()
        }
        var code: Int?
        do {
            for try await frame in inbound {
                switch frame.opcode {
                case .text:
                    var data = frame.unmaskedData
                    try await receive(GatewayFrame(data.readBytes(length: data.readableBytes) ?? []), writer)
                case .ping: try await writer.pong(frame.unmaskedData)
                case .connectionClose:
                    var data = frame.unmaskedData
                    code = data.readInteger(as: UInt16.self).map(Int.init)
                default: break
                }
                if frame.opcode == .connectionClose || end != nil { break }
            }
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            logger.debug("the Gateway's socket broke", metadata: ["reason": "\(error)"])
        }
        try Task.checkCancellation()
        return session.handle(.closed(code: code)).first ?? .reconnect(to: nil, after: .backoff)
    }

    private func receive(_ frame: GatewayFrame, _ writer: GatewaySocket.Writer) async throws {
        switch frame.opcode {
        case .hello:
            let hello = try frame.data(GatewayHello.self)
            try await act(.hello(interval: .milliseconds(max(1000, hello.heartbeat_interval))), writer)
        case .heartbeat: try await act(.heartbeatRequested, writer)
        case .heartbeatACK:
            // What was dispatched before it has come before it.
            if wasReady, session.wantsMessages { listening?.heard() }
            try await act(.heartbeatAcknowledged, writer)
        case .reconnect: try await act(.reconnectRequested, writer)
        case .invalidSession: try await act(.invalidSession(resumable: (try? frame.data(Bool.self)) ?? false), writer)
        case .dispatch: try await dispatch(frame, writer)
        case .identify, .resume, nil: break
        }
    }

    private func dispatch(_ frame: GatewayFrame, _ writer: GatewaySocket.Writer) async throws {
        if let sequence = frame.sequence { try await act(.dispatched(sequence: sequence), writer) }
        switch frame.event {
        case "READY":
            let ready = try frame.data(GatewayReady.self)
            try await act(.ready(session: ready.session_id, resumeURL: ready.resume_gateway_url), writer)
            if session.wantsMessages { listening?.began() }
            isReady()
            let granted = messagesGranted
            if session.wantsMessages { Task { await granted(true) } }
        case "RESUMED":
            try await act(.resumed, writer)
            isReady()
        case "INTERACTION_CREATE":
            if let call = try? CommandCall(frame) { return hand(.command(call), call.interaction) }
            guard let press = try ButtonPress(frame), seen.insert(press.interaction) else { return }
            let pressed = pressed
            // Discord wants its answer within three seconds: the socket must not wait for the work.
            Task { await pressed(press) }
        case "MESSAGE_CREATE":
            if let message = try? ThreadMessage(frame) { hand(.message(message), message.id) }
        default: break
        }
    }

    private func hand(_ call: OperatorCall, _ id: String) {
        guard seen.insert(id) else { return }
        let called = called
        Task { await called(call) }
    }

    private func isReady() {
        wasReady = true
        health.ready(Gateway.part)
        logger.info("the Gateway is ready")
    }

    private func act(_ input: GatewaySession.Input, _ writer: GatewaySocket.Writer) async throws {
        for action in session.handle(input) {
            switch action {
            case .identify: try await writer.text(GatewayCommand.identify(token, intents: session.intents))
            case .resume(let id, let sequence):
                try await writer.text(GatewayCommand.resume(token, session: id, sequence: sequence))
            case .heartbeat(let sequence): try await writer.text(GatewayCommand.heartbeat(sequence))
            case .startHeartbeat(let first, let interval): beat(first, interval, writer)
            case .close(let code): try await writer.close(code: code)
            case .reconnect, .stop: end = action
            }
        }
    }

    private func beat(_ first: Duration, _ interval: Duration, _ writer: GatewaySocket.Writer) {
        heartbeats?.cancel()
        heartbeats = Task {
            var wait = first
            do {
                while true {
                    try await Task.sleep(for: wait)
                    try await self.act(.heartbeatDue, writer)
                    wait = interval
                }
            } catch {
                // Cancelled, or the socket is gone: the reading side notices.
            }
        }
    }
}
