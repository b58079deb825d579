import DevTools
import Shared
import Testing

@testable import Scraper

@Suite struct AttachmentAddressTests {
    @Test(arguments: [
        ("https://chat.example.com/media/1", true), ("https://images.example.com/1.jpg", true),
        ("https://a.cdn.example.org/1", true), ("https://a.b.cdn.example.org/1?sig=x", true),
        // Neither a list's own name nor what only ends like it.
        ("https://cdn.example.org/1", false), ("https://evilcdn.example.org/1", false),
        ("https://images.example.com.evil.org/1", false), ("https://example.com/1", false),
        ("http://images.example.com/1", false), ("https://images.example.com:8443/1", false),
        ("http://chat.example.com/1", false), ("https://chat.example.com:444/1", false),
        ("http://169.254.169.254/latest", false), ("http://127.0.0.1:9222/json", false),
        ("https://user@images.example.com/1", false), ("file:///etc/passwd", false),
        ("data:image/png;base64,AA==", false),
        ("blob:https://chat.example.com/1", false), ("javascript:alert(1)", false), ("", false),
    ])
    func `Only the platform and the hosts of the pack are asked`(address: String, isAllowed: Bool) {
        let policy = AttachmentAddress(
            base: "https://chat.example.com/", hosts: ["images.example.com", "*.cdn.example.org"])
        #expect(policy.allows(address) == isAllowed)
    }

    @Test func `Each answer is what it is worth`() {
        func loaded(_ status: Int, _ type: String, _ bytes: [UInt8]?) -> LoadedAttachment {
            LoadedAttachment(LoadedResource(status: status, type: type, bytes: bytes))
        }
        #expect(loaded(200, "image/jpeg", [1]) == .bytes([1], type: "image/jpeg"))
        #expect(loaded(200, "image/jpeg", nil) == .missing(.tooLarge))
        #expect(loaded(404, "text/html", [1]) == .missing(.gone))
        #expect(loaded(410, "", []) == .missing(.gone))
        for type in ["", "nonsense", "image/", "image/png\r\nx: y", "a/b/c"] {
            #expect(loaded(200, type, [1]) == .bytes([1], type: "application/octet-stream"))
        }
        for answer in [loaded(200, "text/html", [1]), loaded(200, "image/png", []), loaded(401, "image/png", [1])] {
            guard case .failed = answer else {
                Issue.record("\(answer)")
                continue
            }
        }
    }

    @Test func `It is tried again a few times, with longer pauses`() {
        let retry = AttachmentRetry.standard
        let pauses = (0..<10).map { retry.pause(after: $0) }
        #expect(pauses.prefix(3).compactMap(\.self) == retry.pauses)
        #expect(retry.pauses == retry.pauses.sorted())
        #expect(pauses.dropFirst(3).allSatisfy { $0 == nil })
    }
}
