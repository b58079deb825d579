import Foundation
import Testing

@testable import Sandbox

@Suite struct AttachmentTests {
    private static let start = Date(timeIntervalSince1970: 1_800_000_000)
    private static let type = "multipart/form-data; boundary=\"b\""

    private static func part(_ disposition: String, _ content: Data) -> Data {
        Data("--b\r\nContent-Disposition: form-data; \(disposition)\r\nContent-Type: image/png\r\n\r\n".utf8) + content
            + Data("\r\n".utf8)
    }

    private static func body(_ json: String, _ files: Data...) -> Data {
        let parts = files.enumerated().map { part("name=\"files[\($0)]\"; filename=\"page\($0).png\"", $1) }
        return part("name=\"payload_json\"", Data(json.utf8)) + parts.reduce(Data(), +) + Data("--b--\r\n".utf8)
    }

    private func call(_ body: Data) -> DiscordCall {
        DiscordCall(
            parameters: [:], query: FormFields(), body: body, contentType: Self.type, host: "h", now: Self.start)
    }

    private func form(_ body: Data) throws -> MessageForm {
        let upload = try call(body).upload()
        return try MessageForm(upload.form, uploads: upload.files)
    }

    @Test func `a file is part of the message, byte for byte, with what is said of it`() throws {
        let bytes = Data([0, 13, 10, 45, 45, 255])
        let json = #"{"content": "look", "attachments": [{"id": 0, "description": "the page"}]}"#
        var guild = DiscordGuild(created: Self.start, random: SeededRandom(seed: 1))
        let message = try guild.post(try form(Self.body(json, bytes)), in: DiscordWorld.channel, at: Self.start)
        let file = try #require(message.attachments.first)
        #expect(file.file.data == bytes && file.file.filename == "page0.png" && file.file.type == "image/png")
        let shown = message.json()["attachments"]?[0]
        #expect(shown?["description"] == "the page" && shown?["size"] == 6)
        // An edit leaves it.
        let edited = try guild.edit(
            message.id, in: DiscordWorld.channel, try MessageForm(FormField(["components": []])), at: Self.start)
        #expect(edited.attachments == message.attachments)
    }

    @Test func `a message may be a file alone`() throws {
        #expect(try form(Self.body("{}", Data([1]))).isEmpty == false)
        #expect(try form(Self.body("{}")).isEmpty)
    }

    @Test func `what is said of a file that did not come is refused`() throws {
        let json = #"{"attachments": [{"id": 1}]}"#
        let error = #expect(throws: DiscordError.self) { try form(Self.body(json, Data([1]))) }
        #expect(error?.form?.json["attachments"]?["0"]?["_errors"]?[0]?["code"] == "ATTACHMENT_NOT_FOUND")
    }

    @Test func `files are bounded in size and number`() throws {
        #expect(throws: DiscordError.tooLarge) {
            try form(Self.body("{}", Data(count: AttachmentForm.maximumSize + 1)))
        }
        var uploads: AttachmentForm.Uploads = [:]
        for number in 0...10 {
            uploads[number] = MultipartForm.Part(name: "files[\(number)]", filename: "x", type: nil, data: Data([1]))
        }
        #expect(throws: DiscordError.self) { try MessageForm(FormField([:]), uploads: uploads) }
    }

    @Test(arguments: ["", "--b", "--b\r\nno header\r\n--b--", "--c\r\n\r\n\r\n--c--"])
    func `a body that is none is refused`(body: String) {
        #expect(throws: DiscordError.self) { try call(Data(body.utf8)).upload() }
    }
}
