import Foundation

/// One request to the API after the path was understood.
struct DiscordCall: Sendable {
    /// The variable parts of the path by name.
    var parameters: [String: String]
    var query: FormFields
    var body: Data
    var contentType: String?
    /// Host and port as the caller wrote them, for addresses in answers.
    var host: String
    var now: Date

    /// A part of the path as an id; 50035 when it is none.
    func id(_ name: String) throws(DiscordError) -> Snowflake {
        var errors = FormErrors()
        let id = FormField(parameters[name].map(JSONValue.string), path: [name]).snowflake(required: true, &errors)
        guard let id else { throw .invalidForm(errors) }
        return id
    }

    /// The body as JSON; 50109 when it is none.
    func form() throws(DiscordError) -> FormField {
        guard let value = try? JSONValue(parsing: body) else { throw .invalidJSON }
        return FormField(value)
    }

    /// The body as JSON, with the files that came with it.
    func upload() throws(DiscordError) -> (form: FormField, files: AttachmentForm.Uploads) {
        guard let parts = MultipartForm(body, contentType: contentType) else { return (try form(), [:]) }
        guard let json = parts["payload_json"], let value = try? JSONValue(parsing: json.data) else {
            throw .invalidJSON
        }
        return (FormField(value), try AttachmentForm.uploads(of: parts))
    }

    /// A yes-or-no parameter; Discord takes `true` and `1`.
    func flag(_ name: String) -> Bool {
        ["true", "1"].contains(query[name]?.lowercased())
    }

    func limit(_ range: ClosedRange<Int>, default missing: Int) throws(DiscordError) -> Int {
        var errors = FormErrors()
        let field = FormField(query["limit"].map(JSONValue.string), path: ["limit"])
        let limit = field.integer(range, &errors)
        try errors.check()
        return limit ?? missing
    }

    func messageQuery() throws(DiscordError) -> MessageQuery {
        var query = MessageQuery()
        query.limit = try limit(1...100, default: 50)
        let places: [(String, (Snowflake) -> MessageQuery.Place)] = [
            ("around", MessageQuery.Place.around), ("before", MessageQuery.Place.before),
            ("after", MessageQuery.Place.after),
        ]
        for (name, place) in places {
            guard let text = self.query[name] else { continue }
            var errors = FormErrors()
            let id = FormField(.string(text), path: [name]).snowflake(&errors)
            guard let id else { throw .invalidForm(errors) }
            query.place = place(id)
            break
        }
        return query
    }
}

/// What an endpoint answers: JSON, or nothing with 204.
struct DiscordReply: Sendable {
    var status: Int
    var json: JSONValue?

    static func ok(_ json: JSONValue) -> DiscordReply { DiscordReply(status: 200, json: json) }
    static func created(_ json: JSONValue) -> DiscordReply { DiscordReply(status: 201, json: json) }
    static let nothing = DiscordReply(status: 204, json: nil)
}
