import Testing

@testable import Scraper

@Suite struct SealedBoxTests {
    @Test func `What is sealed opens with the same password, and with no other`() throws {
        let plain = Array("what nobody may read".utf8)
        let box = try SealedBox(password: "correct")
        let sealed = try box.seal(plain)
        #expect(!String(decoding: sealed, as: UTF8.self).contains("nobody"))
        let opened = try #require(try SealedBox.open(sealed, password: "correct"))
        #expect(opened.plain == plain)
        #expect(try SealedBox.open(sealed, password: "wrong") == nil)
        let again = try opened.box.seal(plain)
        #expect(try box.seal(plain) != sealed, "each has a nonce of its own")
        #expect(try SealedBox.open(again, password: "correct")?.plain == plain)
    }

    @Test func `What was changed or cut does not open`() throws {
        let sealed = try SealedBox(password: "correct").seal([1, 2, 3])
        for place in [0, 16, sealed.count - 1] {
            var changed = sealed
            changed[place] ^= 1
            #expect(try SealedBox.open(changed, password: "correct") == nil)
        }
        for length in [0, 10, 16, 20] {
            #expect(try SealedBox.open(Array(sealed.prefix(length)), password: "correct") == nil)
        }
    }
}
