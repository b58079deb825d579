import Foundation
import Messaging
import Shared
import Store
import Testing

@testable import DiscordRelay
@testable import Sandbox

/// People at work in the sandbox's Discord.
extension DiscordSandbox {
    /// A message as it stands somewhere.
    struct Shown: Sendable {
        var channel: String
        var id: String
        var content: String
        /// Each button's label with its custom id.
        var buttons: [String: String]
    }

    /// Everything in threads, oldest first, without what was deleted or whispered.
    var shown: [Shown] {
        get async {
            (await peer.ledger()["threads"]?.array ?? []).flatMap { thread in
                (thread["messages"]?.array ?? []).filter {
                    $0["deleted"]?.bool == false && $0["ephemeral"]?.bool == false
                }.map { message in
                    let buttons = (message["components"]?.array ?? []).flatMap { $0["components"]?.array ?? [] }
                    return Shown(
                        channel: thread["id"]?.string ?? "", id: message["id"]?.string ?? "",
                        content: message["content"]?.string ?? "",
                        buttons: Dictionary(
                            buttons.map { ($0["label"]?.string ?? "", $0["custom_id"]?.string ?? "") },
                            uniquingKeysWith: { first, _ in first }))
                }
            }
        }
    }

    /// The card that the draft has now.
    func card(of draft: String) async -> Shown? {
        await shown.first { $0.buttons.values.contains { $0.hasSuffix(draft) } }
    }

    /// The first thread.
    var thread: String { get async { await shown.first?.channel ?? "" } }

    func press(_ button: String, of card: Shown, by user: Sandbox.DiscordUser = DiscordWorld.person) async -> Int {
        await post(
            "press",
            [
                "channel": .string(card.channel), "message": .string(card.id),
                "custom_id": .string(card.buttons[button] ?? ""), "user": user.id.json,
            ])
    }

    func write(
        _ content: String, by user: Sandbox.DiscordUser = DiscordWorld.person, in channel: String? = nil
    ) async -> Int {
        let place = if let channel { channel } else { await thread }
        return await post(
            "write", ["channel": .string(place), "content": .string(content), "user": user.id.json])
    }

    /// - Parameter name: with its subcommand, if it has one.
    func call(
        _ name: String, _ options: [String: String] = [:], by user: Sandbox.DiscordUser = DiscordWorld.person,
        in channel: String? = nil
    ) async -> Int {
        let words = name.split(separator: " ").map(String.init)
        let place = if let channel { channel } else { await thread }
        var body: Sandbox.JSONValue = [
            "channel": .string(place), "name": .string(words[0]),
            "options": .object(options.mapValues { .string($0) }), "user": user.id.json,
        ]
        if words.count > 1 { body["subcommand"] = .string(words[1]) }
        return await post("command", body)
    }

    /// Opens a form and sends it.
    ///
    /// - Returns: whether it was sent.
    func fill(
        _ button: String, of card: Shown, with text: String?, by user: Sandbox.DiscordUser = DiscordWorld.person
    ) async -> Bool {
        let earlier = await form?.interaction
        guard await press(button, of: card, by: user) == 204 else { return false }
        guard await eventually(within: .seconds(5), { await form.map { $0.interaction != earlier } ?? false }),
            let opened = await form
        else { return false }
        return await send([DraftForm.field: text ?? ""], to: opened.interaction) == 204
    }

    private func post(_ path: String, _ body: Sandbox.JSONValue) async -> Int {
        await peer.handle(PeerRequest(method: "POST", path: "/discord/" + path, body: body.data())).status
    }
}

extension RelayDesk {
    /// A message that is shown, and a draft that answers it.
    func converse(_ text: String = "hello") async throws -> String {
        #expect(await router.handle(try await write("hi", 1)) == .done)
        return try await offer(text)
    }

    /// Waits until so many things that people did are carried out.
    func carriedOut(_ count: Int) async -> Bool { await eventually { handled.count >= count } }

    /// Gives the relay what it told itself, as the broker does. A repetition changes nothing.
    func deliverOwn(of conversation: String = dana.id) async throws {
        for body in try await outbox() {
            let header = try EventCoding.decodeHeader(from: body)
            guard header.conversation == conversation, router.types.contains(header.name) else { continue }
            let delivery = Delivery(
                message: Message(header: header, body: body), attempt: 1, isRedelivered: false, queue: "q")
            #expect(await router.handle(delivery) == .done)
        }
    }

    /// The approvals, in the order in which they were written.
    func approvals() async throws -> [ReplyApproved] {
        try await outbox().compactMap { body in
            guard try EventCoding.decodeHeader(from: body).name == .replyApproved else { return nil }
            return try EventCoding.decode(Event<ReplyApproved>.self, from: body).data
        }
    }
}
