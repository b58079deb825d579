/// Who may do what. Pure.
struct OperatorPolicy: Sendable, Equatable {
    enum Standing: Int, Comparable, Sendable {
        /// May read, and nothing is done for them.
        case guest
        /// Answers people.
        case staff
        /// May also pause everything, turn on automatic replies, take conversations from others and forget people.
        case owner

        static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
    }

    /// Empty for everybody who may manage the channel.
    var operatorRoles: Set<String>
    /// Empty for everybody who may manage the server.
    var ownerRoles: Set<String>

    /// - Parameter permissions: nil counts as none.
    func standing(roles: [String], permissions: DiscordPermissions?) -> Standing {
        let permissions = permissions ?? []
        func has(_ chosen: Set<String>, or permission: DiscordPermissions) -> Bool {
            chosen.isEmpty
                ? permissions.contains(.administrator) || permissions.contains(permission)
                : !chosen.isDisjoint(with: roles)
        }
        if has(ownerRoles, or: .manageGuild) { return .owner }
        return has(operatorRoles, or: .manageChannels) ? .staff : .guest
    }

    /// Whether roles alone decide who may answer: then nobody's permissions have to be asked for.
    var needsPermissions: Bool { operatorRoles.isEmpty || ownerRoles.isEmpty }

    static func refusal(_ needed: Standing) -> String {
        needed == .owner
            ? "Nothing was done: that is for the owners (SWITCHBOARD_DISCORD_OWNER_ROLES says who they are)."
            : "Nothing was done: that is for the operators (SWITCHBOARD_DISCORD_OPERATOR_ROLES says who they are)."
    }
}
