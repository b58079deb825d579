/// What somebody may do, as Discord counts it: docs.discord.com/developers/topics/permissions.
struct DiscordPermissions: OptionSet, Sendable, Hashable {
    let rawValue: UInt64

    static let administrator = Self(rawValue: 1 << 3)
    static let manageChannels = Self(rawValue: 1 << 4)
    static let manageGuild = Self(rawValue: 1 << 5)
    static let viewChannel = Self(rawValue: 1 << 10)
    static let sendMessages = Self(rawValue: 1 << 11)
    static let embedLinks = Self(rawValue: 1 << 14)
    static let attachFiles = Self(rawValue: 1 << 15)
    static let readMessageHistory = Self(rawValue: 1 << 16)
    static let manageThreads = Self(rawValue: 1 << 34)
    static let createPublicThreads = Self(rawValue: 1 << 35)
    static let sendMessagesInThreads = Self(rawValue: 1 << 38)
    static let all = Self(rawValue: .max)

    /// What the bot needs in its channel, with the names that Discord's own pages use.
    static let needed: [(permission: Self, name: String)] = [
        (.viewChannel, "View Channel"), (.sendMessages, "Send Messages"),
        (.createPublicThreads, "Create Public Threads"), (.sendMessagesInThreads, "Send Messages in Threads"),
        (.readMessageHistory, "Read Message History"), (.attachFiles, "Attach Files"),
        (.manageThreads, "Manage Threads"),
    ]

    /// What an invite link asks for.
    static var invited: Self { needed.reduce(into: []) { $0.formUnion($1.permission) } }
}

/// What a server grants, as far as it decides what somebody may do in a channel.
struct DiscordGrants: Sendable, Equatable {
    struct Role: Sendable, Equatable {
        var id: String
        var permissions: DiscordPermissions
    }

    /// A channel's exception for a role or a member.
    struct Exception: Sendable, Equatable {
        var id: String
        var isForMember: Bool
        var allowed: DiscordPermissions
        var denied: DiscordPermissions
    }

    /// Also the id of the role that everybody has.
    var guild: String
    var owner: String
    var roles: [Role]
    var exceptions: [Exception]

    /// The sum, in the order that Discord's documentation gives: everybody's role, the others, then the channel's
    /// exceptions for everybody, for roles and for the member.
    func permissions(of member: String, roles held: [String]) -> DiscordPermissions {
        if member == owner { return .all }
        var sum = roles.filter { $0.id == guild || held.contains($0.id) }
            .reduce(into: DiscordPermissions()) { $0.formUnion($1.permissions) }
        if sum.contains(.administrator) { return .all }
        apply(exceptions.filter { !$0.isForMember && $0.id == guild }, to: &sum)
        apply(exceptions.filter { !$0.isForMember && $0.id != guild && held.contains($0.id) }, to: &sum)
        apply(exceptions.filter { $0.isForMember && $0.id == member }, to: &sum)
        return sum
    }

    /// What any of them allows wins over what another of them denies.
    private func apply(_ exceptions: [Exception], to sum: inout DiscordPermissions) {
        for exception in exceptions { sum.subtract(exception.denied) }
        for exception in exceptions { sum.formUnion(exception.allowed) }
    }
}
