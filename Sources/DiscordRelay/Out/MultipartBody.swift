/// A file that is posted with a message.
struct DiscordFile: Sendable, Equatable {
    var name: String
    /// `image/png`, for instance.
    var type: String
    /// For those who cannot see it.
    var description: String
    var bytes: [UInt8]
}

/// A message with a file, as `multipart/form-data`: `payload_json` and `files[0]`.
enum MultipartBody {
    /// - Parameter boundary: letters and digits; it must not occur in the file, so it is made of a random number.
    static func encode(_ json: [UInt8], _ file: DiscordFile, boundary: String) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(json.count + file.bytes.count + 512)
        body += head(boundary, "name=\"payload_json\"", "application/json")
        body += json
        body += Array("\r\n".utf8)
        body += head(boundary, "name=\"files[0]\"; filename=\"\(file.name)\"", file.type)
        body += file.bytes
        body += Array("\r\n--\(boundary)--\r\n".utf8)
        return body
    }

    private static func head(_ boundary: String, _ disposition: String, _ type: String) -> [UInt8] {
        Array(
            "--\(boundary)\r\nContent-Disposition: form-data; \(disposition)\r\nContent-Type: \(type)\r\n\r\n".utf8)
    }
}
