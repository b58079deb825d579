import Shared
import Testing

@testable import DiscordRelay

@Suite struct SessionButtonTests {
    @Test(arguments: SessionButton.Action.allCases)
    func `A button is read back from its custom id, and is none of a draft's`(action: SessionButton.Action) throws {
        let button = try #require(SessionButton(action: action, question: EventID.make(), platform: "meetme"))
        #expect(SessionButton(customID: button.customID) == button)
        #expect(DraftButton(customID: button.customID) == nil)
    }

    @Test(arguments: ["v1:code:q", "v1:code::meetme", "v1:code:q:", "v2:code:q:meetme", "v1:approve:q:meetme", ""])
    func `What is no such button is not read`(customID: String) {
        #expect(SessionButton(customID: customID) == nil)
    }

    @Test func `A platform whose name is too long for Discord has no buttons`() {
        let name = String(repeating: "x", count: 80)
        #expect(SessionButton(action: .code, question: EventID.make(), platform: name) == nil)
    }

    @Test(arguments: [
        ("123456", "123456"), (" 12 34 ", "12 34"), ("PELICAN\n", "PELICAN"), ("", nil), ("  \n", nil),
        ("12\n34", nil), ("12\u{1B}34", nil), (String(repeating: "1", count: 64), String(repeating: "1", count: 64)),
        (String(repeating: "1", count: 65), nil),
    ])
    func `A code is what a keyboard types, without spaces around it`(entered: String, code: String?) {
        #expect(EnteredCode.read(Secret(entered))?.reveal() == code)
    }

    @Test func `A message with a file is one body of two parts`() {
        let file = DiscordFile(name: "page.png", type: "image/png", description: "d", bytes: [0, 13, 10, 255])
        let body = MultipartBody.encode(Array("{}".utf8), file, boundary: "b")
        let text =
            "--b\r\nContent-Disposition: form-data; name=\"payload_json\"\r\nContent-Type: application/json\r\n\r\n{}\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"page.png\"\r\n"
            + "Content-Type: image/png\r\n\r\n"
        #expect(body == Array(text.utf8) + [0, 13, 10, 255] + Array("\r\n--b--\r\n".utf8))
    }
}
