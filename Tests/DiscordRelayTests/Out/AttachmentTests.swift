import Messaging
import Shared
import Store
import Testing

import struct FoundationEssentials.Date

@testable import DiscordRelay
@testable import Sandbox

/// What came with a message, in its conversation's thread.
@Suite(.enabled(if: RelayDesk.isPossible, RelayDesk.impossible), .timeLimit(.minutes(2)))
struct AttachmentTests {
    /// Stored as the scraper does, and given to the relay as the broker does, twice.
    private static func attach(
        _ outcome: AttachmentOutcome, kind: MessageAttachment.Kind = .image, number: Int, in desk: RelayDesk
    ) async throws {
        let attachment = MessageAttachment(id: "\(dana.id)#1/\(number)", kind: kind)
        let message = ChatMessage(
            id: "\(dana.id)#1", conversation: dana, ordinal: 1, direction: .incoming, author: "Dana", text: "",
            sentAt: nil, observedAt: .now)
        let header = try await desk.scraper.write { transaction in
            try transaction.expect([AttachmentDocument(attachment, of: message, at: "https://x.example", dueAt: Date())]
            )
            return try transaction.settle(attachment.id, as: outcome)
        }
        var attached = MessageAttached(conversation: dana, message: message.id, attachment: attachment)
        switch outcome {
        case .stored(let type, let bytes): (attached.type, attached.size) = (type, Int64(bytes.count))
        case .missing(let loss): attached.missing = loss
        }
        let event = try delivery(Event(header: try #require(header), data: attached))
        #expect(await desk.router.handle(event) == .done)
        #expect(await desk.router.handle(event) == .done)
    }

    @Test func `It is posted once, as a spoiler under a name of ours, or as a line that says why not`() async throws {
        try await RelayDesk.with { desk async throws in
            let attachments = (1...3).map { MessageAttachment(id: "\(dana.id)#1/\($0)", kind: .image) }
            #expect(await desk.router.handle(try await desk.write("*look*", 1, with: attachments)) == .done)
            let bytes = [UInt8](repeating: 7, count: 70_000)
            try await Self.attach(.stored(type: "image/jpeg", bytes: bytes), number: 1, in: desk)
            try await Self.attach(
                .stored(type: "application/x-msdownload", bytes: [1]), kind: .file, number: 2, in: desk)
            try await Self.attach(.missing(.tooLarge), number: 3, in: desk)
            let posts = await desk.discord.inThreads
            #expect(
                posts.map(\.content) == [
                    "**Dana:** \\*look\\* 📎 *picture* 📎 *picture* 📎 *picture*", "📎 picture 1 of message 1",
                    "📎 file 2 of message 1",
                    "📎 picture 3 of message 1 is not shown: it is larger than SWITCHBOARD_ATTACHMENT_BYTES allows",
                ])
            #expect(
                posts.map(\.files) == [
                    [], ["SPOILER_image.jpg image/jpeg 70000"], ["SPOILER_file.bin application/x-msdownload 1"], [],
                ])
        }
    }

    @Test func `What is larger than Discord takes is told, not tried for ever`() async throws {
        try await RelayDesk.with { desk async throws in
            #expect(await desk.router.handle(try await desk.write("look", 1)) == .done)
            let bytes = [UInt8](repeating: 7, count: 10 * 1024 * 1024 + 1)
            try await Self.attach(.stored(type: "image/png", bytes: bytes), number: 1, in: desk)
            #expect(await desk.discord.posts.last == "📎 picture 1 of message 1 is too large for Discord")
        }
    }
}
