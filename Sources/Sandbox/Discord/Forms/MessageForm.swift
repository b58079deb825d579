/// What a body asks a message to be. In an edit, nil leaves a part as it is.
struct MessageForm: Sendable {
    static let contentLimit = 2000
    static let nonceLimit = 25

    var content: String?
    var embeds: [JSONValue]?
    var components: [JSONValue]?
    var mentions: MentionForm
    /// Of a new message.
    var files: [NewAttachment] = []
    var flags: Int?
    var nonce: JSONValue?
    var enforcesNonce = false
    /// The message that this one answers.
    var reply: Snowflake?
    /// Where in the body the reply was given, for the fault when that message is not there.
    var failsWithoutReply = true

    /// The flags that an author may set.
    private static let settableFlags =
        DiscordMessage.Flag.suppressEmbeds | DiscordMessage.Flag.suppressNotifications | DiscordMessage.Flag.ephemeral

    /// Reads a body or a part of one; throws 50035 with everything that is wrong.
    init(
        _ field: FormField, mentions missing: MentionForm = .botDefault, uploads: AttachmentForm.Uploads = [:]
    ) throws(DiscordError) {
        var errors = FormErrors()
        guard field.isObject(required: true, &errors) else { throw .invalidForm(errors) }
        if !field["content"].isAbsent { content = field["content"].text(0...Self.contentLimit, &errors) ?? "" }
        embeds = EmbedForm.read(field["embeds"], &errors)
        components = ComponentForm.readRows(field["components"], &errors)
        mentions = MentionForm.read(field["allowed_mentions"], default: missing, &errors)
        flags = field["flags"].integer(0...Int(Int32.max), &errors).map { $0 & Self.settableFlags }
        nonce = Self.readNonce(field["nonce"], &errors)
        enforcesNonce = field["enforce_nonce"].flag(&errors) ?? false
        let reference = field["message_reference"]
        if reference.isObject(&errors) {
            reply = reference["message_id"].snowflake(required: true, &errors)
            failsWithoutReply = reference["fail_if_not_exists"].flag(&errors) ?? true
        }
        files = AttachmentForm.read(field["attachments"], uploads, &errors)
        for unsupported in ["poll", "sticker_ids"] {
            // The sandbox keeps no polls or stickers; an empty list is what libraries send for none.
            let part = field[unsupported]
            if !part.isAbsentOrNull, part.value?.array?.isEmpty != true { errors.add(.componentKind, at: part.path) }
        }
        try errors.check()
    }

    /// Components alone are no message.
    var isEmpty: Bool {
        (content ?? "").isEmpty && (embeds ?? []).isEmpty && files.isEmpty
    }

    private static func readNonce(_ field: FormField, _ errors: inout FormErrors) -> JSONValue? {
        guard let value = field.value, !value.isNull else { return nil }
        if value.int != nil { return value }
        guard let text = value.string else { return field.note(.nonceKind, &errors) }
        guard text.utf16.count <= nonceLimit else { return field.note(.nonceTooLong, &errors) }
        return text.isEmpty ? nil : value
    }
}
