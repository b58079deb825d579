/// A picture, recording or file that came with a message. Its bytes come later, if at all: ``MessageAttached``.
public struct MessageAttachment: Codable, Sendable, Hashable {
    public enum Kind: String, Codable, Sendable, CaseIterable { case image, video, audio, file }

    /// `<message>/<n>`, n from 1.
    public var id: String
    public var kind: Kind

    public init(id: String, kind: Kind) {
        self.id = id
        self.kind = kind
    }
}

extension MessageAttachment.Kind {
    /// What people call it.
    public var word: String {
        switch self {
        case .image: "picture"
        case .video: "video"
        case .audio: "recording"
        case .file: "file"
        }
    }
}

/// Why an attachment's bytes are not kept. Final.
public enum AttachmentLoss: String, Codable, Sendable, CaseIterable {
    /// It is larger than SWITCHBOARD_ATTACHMENT_BYTES.
    case tooLarge
    /// The site does not have it any more.
    case gone
    /// It is on a host that the selector pack does not name.
    case foreignHost
    /// It could not be loaded, with several tries.
    case unavailable
}

/// An attachment of a message was stored, or it is certain that it will not be. It follows the event that told of the
/// message.
public struct MessageAttached: EventPayload {
    public static let name = EventName.messageAttached
    public var conversation: ConversationReference
    public var message: String
    public var attachment: MessageAttachment
    /// Its media type, such as `image/jpeg`, as the site says; absent when it is not kept.
    public var type: String?
    /// In bytes; absent when it is not kept.
    public var size: Int64?
    /// Why it is not kept; absent when it is.
    public var missing: AttachmentLoss?

    public init(
        conversation: ConversationReference, message: String, attachment: MessageAttachment, type: String? = nil,
        size: Int64? = nil, missing: AttachmentLoss? = nil
    ) {
        self.conversation = conversation
        self.message = message
        self.attachment = attachment
        self.type = type
        self.size = size
        self.missing = missing
    }
}
