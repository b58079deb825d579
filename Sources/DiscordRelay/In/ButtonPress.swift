// Names in here are those of the wire.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import FoundationEssentials

/// Somebody pressed a button: an INTERACTION_CREATE of type 3.
struct ButtonPress: Sendable, Equatable {
    var interaction: String
    var token: String
    var application: String
    var customID: String
    var userID: String
    var userName: String

    private struct Wire: Decodable {
        struct Member: Decodable { var user: DiscordUser }
        struct Press: Decodable { var custom_id: String? }
        var id: String
        var token: String
        var application_id: String
        var type: Int
        var data: Press?
        var member: Member?
        var user: DiscordUser?
    }

    /// Nil for interactions of other kinds.
    init?(_ frame: GatewayFrame) throws {
        let wire = try frame.data(Wire.self)
        guard wire.type == 3, let customID = wire.data?.custom_id, let user = wire.member?.user ?? wire.user else {
            return nil
        }
        interaction = wire.id
        token = wire.token
        application = wire.application_id
        self.customID = customID
        userID = user.id
        userName = user.displayName
    }
}
