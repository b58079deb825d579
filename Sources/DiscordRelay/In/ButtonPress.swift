// Names in here are those of the wire.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import FoundationEssentials
import Shared

/// Somebody pressed a button, or sent the form that one opened: an INTERACTION_CREATE of type 3 or 5.
struct ButtonPress: OperatorInteraction, Equatable {
    var interaction: String
    var token: String
    var application: String
    /// The button's, or the form's.
    var customID: String
    /// Where the button is.
    var channel: String
    var person: DiscordPerson
    /// What was entered into the form, by field; nil for a button.
    var entered: [String: Secret]?

    private struct Wire: Decodable {
        struct Press: Decodable {
            var custom_id: String?
            var components: [Holder]?
        }
        /// A label holds one component, an action row several.
        struct Holder: Decodable {
            var component: Field?
            var components: [Field]?
        }
        struct Field: Decodable {
            var custom_id: String?
            var value: String?
        }
        var id: String
        var token: String
        var application_id: String
        var type: Int
        var data: Press?
        var channel_id: String?
        var member: DiscordMember?
        var user: DiscordUser?
    }

    /// Nil for interactions of other kinds.
    init?(_ frame: GatewayFrame) throws {
        let wire = try frame.data(Wire.self)
        guard wire.type == 3 || wire.type == 5, let customID = wire.data?.custom_id,
            let person = DiscordPerson(wire.member, wire.user)
        else { return nil }
        interaction = wire.id
        token = wire.token
        application = wire.application_id
        self.customID = customID
        channel = wire.channel_id ?? ""
        self.person = person
        guard wire.type == 5 else { return }
        let fields = (wire.data?.components ?? []).flatMap { [$0.component].compactMap(\.self) + ($0.components ?? []) }
        entered = Dictionary(
            fields.compactMap { field in field.custom_id.map { ($0, Secret(field.value ?? "")) } },
            uniquingKeysWith: { first, _ in first })
    }
}
