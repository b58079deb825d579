// Names in here are those of the wire.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import Shared

/// Something that a person did in Discord and that Discord wants answered within three seconds.
protocol OperatorInteraction: Sendable {
    var interaction: String { get }
    /// Valid for 15 minutes.
    var token: String { get }
    var application: String { get }
    var channel: String { get }
    var person: DiscordPerson { get }
}

/// Who did something, and what they may do.
struct DiscordPerson: Sendable, Equatable {
    var id: String
    var name: String
    var roles: [String]
    /// In the channel where it happened, all included; nil where Discord does not tell.
    var permissions: DiscordPermissions?

    var approver: Approver { Approver(kind: .discord, id: id, name: name) }
}

/// A member of a server as Discord sends it.
struct DiscordMember: Decodable, Sendable {
    var user: DiscordUser?
    var nick: String?
    var roles: [String]?
    /// Only with interactions.
    var permissions: String?
}

extension DiscordPerson {
    /// Nil when nobody is named.
    init?(_ member: DiscordMember?, _ user: DiscordUser?) {
        guard let user = member?.user ?? user else { return nil }
        id = user.id
        name = member?.nick ?? user.displayName
        roles = member?.roles ?? []
        permissions = member?.permissions.flatMap { UInt64($0) }.map(DiscordPermissions.init)
    }
}
