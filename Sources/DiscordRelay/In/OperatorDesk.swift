import Logging
import Shared
import Store

/// Everything that people do in Discord, given to whoever carries it out.
struct OperatorDesk: Sendable {
    static let collections = [
        ShownDocument.declaration, SnippetDocument.declaration, MessageIntentNotice.declaration,
        PauseDocument.declaration, HeardDocument.declaration, ListeningDocument.declaration,
        HealDocument.declaration,
    ]

    private let answers: OperatorAnswers
    private let presses: PressHandler
    private let replyButton: ReplyButtonHandler
    private let messages: ReplyMessageHandler
    private let commands: CommandHandler
    private let forgetting: ForgetHandler
    private let heals: HealPressHandler
    private let notice: MessageIntentNotice
    private let listening: Listening

    /// - Parameters:
    ///   - prefix: what a message that is a reply begins with; nil when none is.
    ///   - now: by which messages are too late.
    init(
        discord: DiscordClient, relay: Relay, store: Store, channel: String, prefix: String?, policy: OperatorPolicy,
        logger: Logger, now: @escaping @Sendable () -> Timestamp = { .now }
    ) {
        answers = OperatorAnswers(discord: discord, policy: policy, logger: logger)
        let replies = PersonReplies(store: store, logger: logger)
        presses = PressHandler(discord: discord, relay: relay, store: store, answers: answers, logger: logger)
        replyButton = ReplyButtonHandler(discord: discord, replies: replies, answers: answers, logger: logger)
        messages = ReplyMessageHandler(
            prefix: prefix, replies: replies, answers: answers,
            grants: GrantBook(discord: discord, channel: channel), logger: logger)
        forgetting = ForgetHandler(discord: discord, answers: answers, store: store, logger: logger)
        commands = CommandHandler(
            replies: replies, answers: answers, forgetting: forgetting, store: store, logger: logger)
        heals = HealPressHandler(store: store, answers: answers, logger: logger)
        notice = MessageIntentNotice(store: store, prefix: prefix ?? "", logger: logger)
        listening = Listening(
            discord: discord, store: store, channel: channel, messages: messages, logger: logger, now: now)
        wantsMessages = prefix != nil
    }

    init(
        _ configuration: DiscordRelayConfiguration, discord: DiscordClient, relay: Relay, store: Store, logger: Logger
    ) {
        self.init(
            discord: discord, relay: relay, store: store, channel: configuration.channel,
            prefix: configuration.replyPrefix,
            policy: OperatorPolicy(
                operatorRoles: Set(configuration.operatorRoles), ownerRoles: Set(configuration.ownerRoles)),
            logger: logger)
    }

    let wantsMessages: Bool

    /// Whether the person may press buttons at all. Somebody who may not is told so.
    func admits(_ press: ButtonPress) async -> Bool { await answers.admits(press) }

    func handle(_ press: ButtonPress) async {
        await presses.handle(press)
        await replyButton.handle(press)
        await forgetting.handle(press)
        await heals.handle(press)
    }

    func handle(_ call: OperatorCall) async {
        switch call {
        case .command(let call): await commands.handle(call)
        case .message(let message): await messages.handle(message)
        }
    }

    /// What the Gateway tells of messages.
    var ears: GatewayListening { GatewayListening(began: listening.begin, heard: listening.hear) }

    /// Looks for messages that nobody heard, whenever the Gateway has missed something. Until the task is cancelled.
    func listen() async throws { try await listening.run() }

    /// Looks for them once.
    func look() async throws { try await listening.look() }

    func messagesGranted(_ isGranted: Bool) async { await notice.changed(to: isGranted) }
}
