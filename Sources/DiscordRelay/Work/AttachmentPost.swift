import Shared
import Store

/// How an attachment is shown in a conversation's thread. Pure.
struct AttachmentPost: Equatable, Sendable {
    /// Distinct within a thread, so that a post of unknown result is found again by it.
    var content: String
    var file: DiscordFile?

    init(_ attached: MessageAttached, stored: AttachmentDocument?) {
        let name = Self.name(of: attached)
        guard let bytes = stored?.bytes, let type = stored?.type else {
            content = "📎 \(name) is not shown: \(Self.words(attached.missing))"
            return
        }
        content = "📎 \(name)"
        // A spoiler: nobody has to see what a stranger sent before they choose to. The name is ours, so that it cannot
        // pretend to be something else.
        file = DiscordFile(
            name: "SPOILER_\(attached.attachment.kind.rawValue).\(Self.suffix(of: type))", type: type,
            description: "A \(attached.attachment.kind.word) that came with a message.", bytes: bytes)
    }

    /// Such as `picture 1 of message 12`.
    private static func name(of attached: MessageAttached) -> String {
        let number = attached.attachment.id.split(separator: "/").last ?? ""
        let message = attached.message.split(separator: "#").last ?? ""
        return "\(attached.attachment.kind.word) \(number) of message \(message)"
    }

    private static func words(_ loss: AttachmentLoss?) -> String {
        switch loss {
        case .tooLarge: "it is larger than SWITCHBOARD_ATTACHMENT_BYTES allows"
        case .gone: "the site does not have it any more"
        case .foreignHost: "it is on a host that the selector pack does not name (attachmentHosts)"
        case .unavailable: "the site did not give it, with several tries"
        case nil: "it was deleted here"
        }
    }

    /// Only of what Discord shows by itself; anything else is to be saved, not opened.
    private static func suffix(of type: String) -> String {
        switch type {
        case "image/png": "png"
        case "image/jpeg": "jpg"
        case "image/gif": "gif"
        case "image/webp": "webp"
        case "video/mp4": "mp4"
        case "video/webm": "webm"
        case "audio/mpeg": "mp3"
        case "audio/ogg": "ogg"
        case "audio/mp4", "audio/x-m4a": "m4a"
        case "text/plain": "txt"
        case "application/pdf": "pdf"
        default: "bin"
        }
    }
}
