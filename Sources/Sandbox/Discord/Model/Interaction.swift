import Foundation

/// A press of a button or a modal sent, and what the bot answered.
struct Interaction: Sendable {
    enum Origin: String, Sendable {
        /// The scripted operator.
        case script
        /// A person at the page.
        case person
    }

    enum Kind: Sendable {
        case command(id: Snowflake, name: String, options: [JSONValue])
        case button(customID: String)
        case modal(customID: String, values: [String: String], inputs: [ComponentForm.TextInput])
    }

    /// How the bot answered within three seconds.
    enum Answer: Sendable {
        /// A message; the first follow-up fills it in when it is deferred.
        case message(Snowflake)
        /// The message with the button will be, or has been, changed.
        case update
        case modal(Modal)
    }

    struct Modal: Sendable {
        var customID: String
        var title: String
        var inputs: [ComponentForm.TextInput]
    }

    /// The first answer must come within this; the token lives for ``tokenLife``.
    static let answerTime: TimeInterval = 3
    static let tokenLife: TimeInterval = 15 * 60

    let id: Snowflake
    let token: String
    let kind: Kind
    let channel: Snowflake
    /// The message with the button; a command has none.
    let message: Snowflake?
    let user: DiscordUser
    let origin: Origin
    /// What the operator was told to do, for the ledger.
    let mode: String
    let created: Date
    var answer: Answer?
    var answered: Date?
    /// A modal can be sent once.
    var isModalSent = false

    /// A command's is its name after a `/`.
    var customID: String {
        switch kind {
        case .button(let id), .modal(let id, _, _): id
        case .command(_, let name, _): "/\(name)"
        }
    }

    /// 2 APPLICATION_COMMAND, 3 MESSAGE_COMPONENT, 5 MODAL_SUBMIT
    var type: Int {
        switch kind {
        case .command: 2
        case .button: 3
        case .modal: 5
        }
    }
}

/// All interactions, found by id or by token.
struct InteractionBook: Sendable {
    private var random: SeededRandom
    private var byID: [Snowflake: Interaction] = [:]
    private var idByToken: [String: Snowflake] = [:]
    private(set) var order: [Snowflake] = []

    init(random: SeededRandom = SeededRandom(seed: 0)) {
        self.random = random
    }

    subscript(id: Snowflake) -> Interaction? { byID[id] }

    var all: [Interaction] { order.compactMap { byID[$0] } }

    func withToken(_ token: String) -> Interaction? {
        idByToken[token].flatMap { byID[$0] }
    }

    mutating func makeToken() -> String { random.hex(64) }

    mutating func add(_ interaction: Interaction) {
        byID[interaction.id] = interaction
        idByToken[interaction.token] = interaction.id
        order.append(interaction.id)
    }

    mutating func replace(_ interaction: Interaction) {
        byID[interaction.id] = interaction
    }
}
