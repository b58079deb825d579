import Logging
import NIOCore
import NIOWebSocket
import ServiceRuntime
import Shared

/// Keeps a Gateway session: connects, identifies or resumes, beats, and hands button presses on.
struct Gateway: Sendable {
    static let part = "discord gateway"
    /// Discord wants a pause of five seconds between two sessions anyway.
    private static let unremarkable = Duration.seconds(10)

    let discord: DiscordClient
    let token: Secret
    let plainHosts: [String]
    let identifies: IdentifyLedger
    let health: HealthRegistry
    let logger: Logger
    /// Called for each press, once: a resume may replay them.
    let pressed: @Sendable (ButtonPress) async -> Void
    /// Whether messages are asked for too. Without the right to them the session goes on without.
    var wantsMessages = false
    /// Called for each command and for each message, once.
    var called: @Sendable (OperatorCall) async -> Void = { _ in }
    /// Told whether messages come, when they are asked for: after each connection that was made anew.
    var messagesGranted: @Sendable (Bool) async -> Void = { _ in }
    /// Called where messages come: at once when a session has begun anew, of which nothing before it is told, and while
    /// it lives whenever all that happened until then was told.
    var listening: GatewayListening?

    /// Runs until cancelled. Throws ``ExitReason`` when only a person can help.
    func run() async throws {
        var session = GatewaySession(wantsMessages: wantsMessages)
        var backoff = Backoff.reconnect
        var seen = RecentKeys(limit: 1000)
        while true {
            try Task.checkCancellation()
            var next = GatewaySession.Reconnect.backoff
            do {
                let url = try await address(session)
                guard let address = GatewayAddress(url, plainHosts: plainHosts) else {
                    throw GatewayError("Discord named a Gateway address that is not wss")
                }
                let socket = try await GatewaySocket.connect(to: address)
                let end = try await converse(socket, &session, &seen, &backoff)
                health.failed(Self.part, "reconnecting to Discord's Gateway")
                next = end
            } catch let reason as ExitReason {
                throw reason
            } catch let error as DiscordError where error.code == .unauthorized {
                throw ExitReason("\(error)")
            } catch {
                try Task.checkCancellation()
                if health.failed(Self.part, "\(error)") {
                    logger.warning("the Gateway cannot be used", metadata: ["reason": "\(error)"])
                }
                // A resume address that does not answer must not keep the relay from a new session for ever.
                _ = session.handle(.closed(code: nil))
            }
            switch next {
            case .invalidSession: try await Task.sleep(for: .seconds(Double.random(in: 1...5)))
            case .backoff: try await Task.sleep(for: backoff.next())
            }
        }
    }

    private func address(_ session: GatewaySession) async throws -> String {
        if let url = session.resumeURL { return url }
        while true {
            let bot = try await discord.gatewayBot()
            guard let wait = try await identifies.take(bot.session_start_limit) else { return bot.url }
            if wait > Self.unremarkable {
                let problem =
                    "so many sessions were begun that the next one waits \(wait.components.seconds) seconds (Discord "
                    + "leaves \(bot.session_start_limit.remaining) today, and resets the token at none): does this "
                    + "program end again and again, or does another one use the token?"
                if health.failed(Self.part, problem) {
                    logger.warning("the Gateway cannot be used", metadata: ["reason": "\(problem)"])
                }
            }
            // Discord's numbers are asked for again: its day may have ended.
            try await Task.sleep(for: min(wait, .seconds(300)))
        }
    }

    private func converse(
        _ socket: GatewaySocket, _ session: inout GatewaySession, _ seen: inout RecentKeys, _ backoff: inout Backoff
    ) async throws -> GatewaySession.Reconnect {
        let conversation = GatewayConversation(
            session: session, seen: seen, token: token, health: health, logger: logger, pressed: pressed,
            called: called, messagesGranted: messagesGranted, listening: listening)
        let end = try await socket.with { inbound, writer in
            try await conversation.run(inbound, writer)
        }
        let asked = session.wantsMessages
        (session, seen) = await conversation.memory
        if await conversation.wasReady { backoff = .reconnect }
        if asked, !session.wantsMessages { await messagesGranted(false) }
        switch end {
        case .stop(let reason): throw ExitReason(reason)
        case .reconnect(_, let after): return after
        default: return .backoff
        }
    }
}
