/// A thread or forum post as a body asks for it.
struct ThreadForm: Sendable {
    var name: String
    var autoArchiveMinutes: Int
    var kind: DiscordChannel.Kind
    var isInvitable: Bool

    static let nameLengths = 1...100
    /// Three days, what the sandbox's channels have as their default.
    static let defaultAutoArchive = 4320

    /// A thread under a text channel. Without `type` it is a private one: API v10 still keeps that default.
    init(_ field: FormField, fromMessage: Bool) throws(DiscordError) {
        var errors = FormErrors()
        guard field.isObject(required: true, &errors) else { throw .invalidForm(errors) }
        let name = field["name"].text(Self.nameLengths, required: true, &errors)
        let minutes = field["auto_archive_duration"].choice(of: DiscordThread.autoArchiveMinutes, &errors)
        _ = field["rate_limit_per_user"].integer(0...21600, &errors)
        let kinds = [DiscordChannel.Kind.publicThread, .privateThread].map(\.rawValue)
        let type = fromMessage ? nil : field["type"].choice(of: kinds, &errors)
        isInvitable = field["invitable"].flag(&errors) ?? true
        try errors.check()
        self.name = name ?? ""
        autoArchiveMinutes = minutes ?? Self.defaultAutoArchive
        kind = fromMessage ? .publicThread : type.flatMap(DiscordChannel.Kind.init) ?? .privateThread
    }

    /// A post in a forum: always public, with the message it starts with.
    static func forumPost(_ field: FormField) throws(DiscordError) -> (thread: ThreadForm, message: MessageForm) {
        let thread = try ThreadForm(field, fromMessage: true)
        guard !field["message"].isAbsentOrNull else {
            throw .invalidForm(FormErrors(.required, at: "message"))
        }
        let message = try MessageForm(field["message"])
        if message.isEmpty { throw .emptyMessage }
        return (thread, message)
    }
}

/// Changes to a thread; nil leaves a part as it is.
struct ThreadEditForm: Sendable {
    var name: String?
    var isArchived: Bool?
    var isLocked: Bool?
    var autoArchiveMinutes: Int?
    var isInvitable: Bool?

    init(_ field: FormField) throws(DiscordError) {
        var errors = FormErrors()
        guard field.isObject(required: true, &errors) else { throw .invalidForm(errors) }
        name = field["name"].text(ThreadForm.nameLengths, &errors)
        isArchived = field["archived"].flag(&errors)
        isLocked = field["locked"].flag(&errors)
        isInvitable = field["invitable"].flag(&errors)
        autoArchiveMinutes = field["auto_archive_duration"].choice(of: DiscordThread.autoArchiveMinutes, &errors)
        _ = field["rate_limit_per_user"].integer(0...21600, &errors)
        try errors.check()
    }
}
