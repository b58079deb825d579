// Names in here are those of the wire.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

/// A form that Discord shows to the person who pressed, with one field to fill in: a modal.
struct DiscordForm: Encodable, Sendable, Equatable {
    /// Discord's limits: 100 characters of a custom id, 45 of a title or label, 100 of a description.
    var customID: String
    var title: String
    var label: String
    var description: String
    /// The field's name in what is sent back.
    var field: String
    var maximumLength: Int
    /// Several lines instead of one.
    var isLong = false
    /// What stands in it at first: 4000 characters at most.
    var value: String?

    private struct Callback: Encodable {
        var type = 9
        var data: Modal
    }

    private struct Modal: Encodable {
        var custom_id: String
        var title: String
        var components: [Label]
    }

    private struct Label: Encodable {
        var type = 18
        var label: String
        var description: String
        var component: Input
    }

    private struct Input: Encodable {
        var type = 4
        var custom_id: String
        var style: Int
        var min_length = 1
        var max_length: Int
        var required = true
        var value: String?
    }

    func encode(to encoder: any Encoder) throws {
        let input = Input(custom_id: field, style: isLong ? 2 : 1, max_length: maximumLength, value: value)
        let label = Label(label: label, description: description, component: input)
        try Callback(data: Modal(custom_id: customID, title: title, components: [label])).encode(to: encoder)
    }
}
