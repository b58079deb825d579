/// Whom a message may ping: `allowed_mentions`. Text that names others stays text.
struct MentionForm: Sendable, Hashable {
    var parsesUsers: Bool
    var parsesEveryone: Bool
    var users: Set<Snowflake> = []

    /// Without `allowed_mentions` a bot's message pings everybody it names; an answer to an interaction only users.
    static let botDefault = MentionForm(parsesUsers: true, parsesEveryone: true)
    static let interactionDefault = MentionForm(parsesUsers: true, parsesEveryone: false)

    static func read(_ field: FormField, default missing: MentionForm, _ errors: inout FormErrors) -> MentionForm {
        guard field.isObject(&errors) else { return missing }
        let kinds = ["roles", "users", "everyone"]
        var parsed: Set<String> = []
        for element in field["parse"].list(0...3, &errors) ?? [] {
            if let kind = element.value?.string, kinds.contains(kind) {
                parsed.insert(kind)
            } else {
                errors.add(.choices(kinds), at: element.path)
            }
        }
        var lists: [String: [Snowflake]] = [:]
        for kind in ["users", "roles"] {
            let elements = field[kind].list(0...100, &errors) ?? []
            lists[kind] = elements.compactMap { $0.snowflake(&errors) }
            if parsed.contains(kind) && !elements.isEmpty { errors.add(.exclusiveMentions(kind), at: field.path) }
        }
        _ = field["replied_user"].flag(&errors)
        return MentionForm(
            parsesUsers: parsed.contains("users"), parsesEveryone: parsed.contains("everyone"),
            users: Set(lists["users"] ?? []))
    }

    /// The known users that `content` names and this form lets through.
    func mentioned(in content: String) -> [DiscordUser] {
        DiscordWorld.users.values
            .filter { content.contains("<@\($0.id)>") || content.contains("<@!\($0.id)>") }
            .filter { parsesUsers || users.contains($0.id) }
            .sorted { $0.id < $1.id }
    }

    func mentionsEveryone(in content: String) -> Bool {
        parsesEveryone && (content.contains("@everyone") || content.contains("@here"))
    }
}
