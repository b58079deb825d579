import Logging
import Mongo
import Shared
import Store

/// Tells when Discord does not let the bot read messages, once, and when that is over.
struct MessageIntentNotice: Sendable {
    static let collection = "discord_message_intent"
    static let declaration = CollectionDeclaration(collection, required: [("_id", "string")])
    private static let alert = "discord-message-content"

    private struct Document: Codable { var _id: String }

    let store: Store
    let prefix: String
    let logger: Logger

    /// - Parameter isGranted: whether messages can be read from now on.
    func changed(to isGranted: Bool) async {
        do {
            if isGranted { try await grant() } else { try await refuse() }
        } catch {
            logger.warning("it could not be told whether messages are read", metadata: ["reason": "\(error)"])
        }
    }

    private func refuse() async throws {
        let advice =
            "in Discord's developer portal, on the bot's page, turn on Message Content Intent and restart discord-relay; "
            + "or set SWITCHBOARD_DISCORD_REPLY_PREFIX=off"
        logger.error(
            "Discord does not let the bot read messages: those that begin with the prefix are not sent",
            metadata: ["reason": "\(advice)"])
        let prefix = prefix
        try await store.write { transaction in
            let notices = transaction.session.collection(Self.collection)
            guard try notices.findOne(as: Document.self, filter: ["_id": .string(Self.alert)]) == nil else { return }
            try notices.insertOne(Document(_id: Self.alert))
            try transaction.emit(
                AlertRaised(
                    alert: Self.alert, severity: .warning,
                    summary:
                        "Messages that begin with \(prefix) are not sent: Discord does not let the bot read messages. "
                        + "/reply and the buttons work.", advice: advice), topic: "discord")
        }
    }

    private func grant() async throws {
        try await store.write { transaction in
            let notices = transaction.session.collection(Self.collection)
            guard try notices.deleteOne(["_id": .string(Self.alert)]) > 0 else { return }
            try transaction.emit(
                AlertResolved(alert: Self.alert, summary: "The bot reads messages again."), topic: "discord")
        }
    }
}
