/// Reads embeds as Discord takes them (RichEmbed) and gives them as it returns them (MessageEmbedResponse).
/// Limits: docs.discord.com/developers/resources/message#embed-object-embed-limits.
enum EmbedForm {
    static let maximumCount = 10
    /// Title, description, fields, footer and author of all embeds of a message together.
    static let maximumTotal = 6000

    /// nil when the field is absent; an explicit null gives none.
    static func read(_ field: FormField, _ errors: inout FormErrors) -> [JSONValue]? {
        guard !field.isAbsent else { return nil }
        guard let list = field.list(0...maximumCount, &errors) else { return [] }
        let embeds = list.map { embed($0, &errors) }
        if embeds.map(size).reduce(0, +) > maximumTotal { errors.add(.embedsTooLarge, at: field.path) }
        return embeds
    }

    private static func embed(_ field: FormField, _ errors: inout FormErrors) -> JSONValue {
        guard field.isObject(required: true, &errors) else { return [:] }
        var embed: JSONValue = ["type": "rich"]
        embed.set("title", field["title"].text(0...256, &errors))
        embed.set("description", field["description"].text(0...4096, &errors))
        embed.set("url", field["url"].url(&errors))
        if let color = field["color"].integer(0...0xffffff, &errors) { embed["color"] = JSONValue(color) }
        if let text = field["timestamp"].text(0...64, &errors) {
            if let date = DiscordTime.date(text) {
                embed["timestamp"] = DiscordTime.json(date)
            } else {
                errors.add(.notTime(text), at: field["timestamp"].path)
            }
        }
        embed.set("footer", captioned(field["footer"], "text", limit: 2048, &errors))
        embed.set("author", captioned(field["author"], "name", limit: 256, &errors))
        for part in ["image", "thumbnail"] where field[part].isObject(&errors) {
            embed.set(
                part,
                field[part]["url"].url(schemes: ["http", "https", "attachment"], &errors).map { ["url": .string($0)] })
        }
        if let fields = field["fields"].list(0...25, &errors), !fields.isEmpty {
            embed["fields"] = .array(fields.map { row($0, &errors) })
        }
        return embed
    }

    /// The footer and the author: a line of text with an icon and, for authors, a link.
    private static func captioned(
        _ field: FormField, _ key: String, limit: Int, _ errors: inout FormErrors
    ) -> JSONValue? {
        guard field.isObject(&errors), let text = field[key].text(0...limit, required: true, &errors) else {
            return nil
        }
        var part: JSONValue = [key: .string(text)]
        part.set("icon_url", field["icon_url"].url(schemes: ["http", "https", "attachment"], &errors))
        if key == "name" { part.set("url", field["url"].url(&errors)) }
        return part
    }

    private static func row(_ field: FormField, _ errors: inout FormErrors) -> JSONValue {
        guard field.isObject(required: true, &errors) else { return [:] }
        return [
            "name": .string(field["name"].text(0...256, required: true, &errors) ?? ""),
            "value": .string(field["value"].text(0...1024, required: true, &errors) ?? ""),
            "inline": .bool(field["inline"].flag(&errors) ?? false),
        ]
    }

    private static func size(_ embed: JSONValue) -> Int {
        let fields = (embed["fields"]?.array ?? []).flatMap { [$0["name"], $0["value"]] }
        let texts = [embed["title"], embed["description"], embed["footer"]?["text"], embed["author"]?["name"]] + fields
        return texts.reduce(0) { $0 + ($1?.string?.utf16.count ?? 0) }
    }
}

extension JSONValue {
    /// Sets `key` when there is a value.
    fileprivate mutating func set(_ key: String, _ value: String?) {
        if let value { self[key] = .string(value) }
    }

    fileprivate mutating func set(_ key: String, _ value: JSONValue?) {
        if let value { self[key] = value }
    }
}
