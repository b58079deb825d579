/// Reads action rows with buttons, and the text fields of modals. Discord's other components are refused: this
/// sandbox does not draw them.
/// Limits: docs.discord.com/developers/components/reference.
struct ComponentForm {
    private static let row = 1
    private static let button = 2
    private static let textInput = 4
    private static let label = 18

    private static let linkStyle = 5
    private static let styles = [1, 2, 3, 4, linkStyle]

    private var customIDs: Set<String> = []
    /// Components have a number within their message, counted from 1 when the sender gives none.
    private var nextID = 1

    /// The rows of a message in the shape in which Discord returns them; nil when the field is absent.
    static func readRows(_ field: FormField, _ errors: inout FormErrors) -> [JSONValue]? {
        guard !field.isAbsent else { return nil }
        guard let list = field.list(0...5, &errors) else { return [] }
        var form = ComponentForm()
        return list.compactMap { form.readRow($0, &errors) }
    }

    private mutating func readRow(_ field: FormField, _ errors: inout FormErrors) -> JSONValue? {
        guard field.isObject(required: true, &errors) else { return nil }
        guard field["type"].value?.int == Self.row else { return field["type"].note(.componentKind, &errors) }
        let id = takeID(field, &errors)
        guard let fields = field["components"].list(1...5, required: true, &errors) else { return nil }
        var buttons: [JSONValue] = []
        for field in fields {
            if let button = readButton(field, &errors) { buttons.append(button) }
        }
        return ["type": JSONValue(Self.row), "id": id, "components": .array(buttons)]
    }

    private mutating func readButton(_ field: FormField, _ errors: inout FormErrors) -> JSONValue? {
        guard field.isObject(required: true, &errors) else { return nil }
        guard field["type"].value?.int == Self.button else { return field["type"].note(.componentKind, &errors) }
        let id = takeID(field, &errors)
        guard let style = field["style"].choice(of: Self.styles, required: true, &errors) else { return nil }
        var button: JSONValue = ["type": JSONValue(Self.button), "id": id, "style": JSONValue(style)]
        if let label = field["label"].text(0...80, &errors) { button["label"] = .string(label) }
        if let emoji = Self.emoji(field["emoji"], &errors) { button["emoji"] = emoji }
        if button["label"] == nil && button["emoji"] == nil { errors.add(.required, at: field["label"].path) }
        if let disabled = field["disabled"].flag(&errors), disabled { button["disabled"] = true }
        if style == Self.linkStyle {
            if !field["custom_id"].isAbsentOrNull { errors.add(.customIDAndURL, at: field.path) }
            let schemes = ["http", "https", "discord"]
            guard let url = field["url"].url(schemes: schemes, limit: 512, required: true, &errors) else { return nil }
            button["url"] = .string(url)
        } else {
            if !field["url"].isAbsentOrNull { errors.add(.customIDAndURL, at: field.path) }
            guard let customID = takeCustomID(field, &errors) else { return nil }
            button["custom_id"] = .string(customID)
        }
        return button
    }

    private mutating func takeID(_ field: FormField, _ errors: inout FormErrors) -> JSONValue {
        if let given = field["id"].integer(0...Int(Int32.max), &errors), given > 0 {
            nextID = max(nextID, given + 1)
            return JSONValue(given)
        }
        defer { nextID += 1 }
        return JSONValue(nextID)
    }

    /// Must be unique within the message, disabled buttons included.
    private mutating func takeCustomID(_ field: FormField, _ errors: inout FormErrors) -> String? {
        let place = field["custom_id"]
        if place.isAbsentOrNull { return place.note(.customIDRequired, &errors) }
        guard let customID = place.text(1...100, &errors) else { return nil }
        guard customIDs.insert(customID).inserted else { return place.note(.duplicateCustomID, &errors) }
        return customID
    }

    private static func emoji(_ field: FormField, _ errors: inout FormErrors) -> JSONValue? {
        guard field.isObject(&errors), let name = field["name"].text(1...32, &errors) else { return nil }
        guard let id = field["id"].snowflake(&errors) else { return ["name": .string(name)] }
        return ["id": id.json, "name": .string(name)]
    }
}

extension ComponentForm {
    /// A text field that a modal shows.
    struct TextInput: Sendable, Hashable {
        var customID: String
        var label: String
        var value: String
        var isParagraph: Bool
        /// It stands in a label, not in an action row; it comes back in the same.
        var isLabelled: Bool
        var lengths: ClosedRange<Int>
    }

    /// The text fields of a modal, each in an action row of its own or, as since 2025, in a label.
    static func readModalInputs(_ field: FormField, _ errors: inout FormErrors) -> [TextInput] {
        var form = ComponentForm()
        guard let list = field.list(1...5, required: true, &errors) else { return [] }
        return list.compactMap { form.readInput($0, &errors) }
    }

    private mutating func readInput(_ field: FormField, _ errors: inout FormErrors) -> TextInput? {
        guard field.isObject(required: true, &errors) else { return nil }
        switch field["type"].value?.int {
        case Self.row:
            guard let inner = field["components"].list(1...1, required: true, &errors)?.first else { return nil }
            return readInput(inner, labelled: inner["label"], isLabelled: false, &errors)
        case Self.label:
            _ = field["description"].text(0...100, &errors)
            return readInput(field["component"], labelled: field["label"], isLabelled: true, &errors)
        default:
            return field["type"].note(.componentKind, &errors)
        }
    }

    private mutating func readInput(
        _ field: FormField, labelled: FormField, isLabelled: Bool, _ errors: inout FormErrors
    ) -> TextInput? {
        guard field.isObject(required: true, &errors) else { return nil }
        guard field["type"].value?.int == Self.textInput else { return field["type"].note(.componentKind, &errors) }
        let style = field["style"].choice(of: [1, 2], required: true, &errors)
        let label = labelled.text(1...45, required: true, &errors)
        let minimum = field["min_length"].integer(0...4000, &errors) ?? 0
        let maximum = field["max_length"].integer(1...4000, &errors) ?? 4000
        let value = field["value"].text(0...4000, &errors) ?? ""
        _ = field["placeholder"].text(0...100, &errors)
        guard let customID = takeCustomID(field, &errors), let style, let label else { return nil }
        let isRequired = field["required"].flag(&errors) ?? true
        let least = max(minimum, isRequired ? 1 : 0)
        return TextInput(
            customID: customID, label: label, value: value, isParagraph: style == 2,
            isLabelled: isLabelled, lengths: least...max(least, maximum))
    }
}
