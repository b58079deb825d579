import Foundation

/// A file of a message.
struct DiscordAttachment: Sendable, Hashable {
    let id: Snowflake
    let file: NewAttachment

    /// MessageAttachmentResponse.
    func json(in channel: Snowflake) -> JSONValue {
        let url = "https://cdn.discordapp.com/attachments/\(channel)/\(id)/\(file.filename)"
        var json: JSONValue = [
            "id": id.json, "filename": .string(file.filename), "size": JSONValue(file.data.count), "url": .string(url),
            "proxy_url": .string(url.replacing("cdn.discordapp.com", with: "media.discordapp.net")),
        ]
        if let type = file.type { json["content_type"] = .string(type) }
        if let description = file.description { json["description"] = .string(description) }
        return json
    }
}
