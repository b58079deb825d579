import Shared
import Store
import Testing

@testable import DiscordRelay

struct ForgetButtonTests {
    @Test func `it is read as it was made, fits, and is good for a quarter of an hour`() {
        let shown = Timestamp(milliseconds: 1_800_000_000_000)
        let button = ForgetButton(hash: TextHash.of("meetme:7"), shownAt: shown)
        #expect(ForgetButton(customID: button.customID) == button)
        #expect(button.customID.utf16.count <= DraftButton.maximumLength)
        #expect(!button.customID.contains("meetme"))
        #expect(!button.isOver(at: Timestamp(milliseconds: shown.milliseconds + 900_000)))
        #expect(button.isOver(at: Timestamp(milliseconds: shown.milliseconds + 901_000)))
    }

    @Test(arguments: [
        "", "v1:forget:abc:1", "v1:approve:d1", "v2:forget:\(TextHash.of("a")):1", "v1:forget:\(TextHash.of("a")):x",
    ])
    func `anything else is none`(id: String) { #expect(ForgetButton(customID: id) == nil) }

    @Test func `no other button is taken for it, and it for no other`() {
        let id = ForgetButton(hash: TextHash.of("meetme:7"), shownAt: .now).customID
        #expect(DraftButton(customID: id) == nil)
        #expect(SessionButton(customID: id) == nil)
        #expect(ReplyButton(customID: id) == nil)
    }
}
