import Shared
import Testing

@testable import Sandbox
@testable import Scraper

extension BrowserTests {
    /// What comes with messages, on a real page that itself loads no pictures.
    @Suite struct AttachmentTests {
        @Test(arguments: ReadingTests.skins)
        func `A bubble tells what came with it, its text stays what was written, and the bytes are to be had`(
            skin: Skin, pack: String
        ) async throws {
            try await StandIn.with(skin) { standIn in
                let mia = try await standIn.say("look", with: [.picture, .file], by: "Mia")
                try await standIn.say("", with: [.picture], by: "Mia")
                try await standIn.say("done", by: "Mia")
                try await RunningSite.with(standIn, pack: pack) { running in
                    #expect(await eventually { running.seen.row(mia) != nil })
                    let read = try await running.site.read(mia, atLeast: 50, .listed)
                    #expect(read.bubbles.map(\.text) == ["look", "", "done"])
                    #expect(read.bubbles.map { $0.attachments?.map(\.kind) } == [[.image, .file], [.image], nil])
                    let address = "\(standIn.base)media/\(mia)/"
                    #expect(
                        read.bubbles.flatMap { $0.attachments ?? [] }.map(\.address) == [
                            address + "0-0", address + "0-1", address + "1-0",
                        ])
                    let picture = PNGPicture(width: 96, height: 96, seed: 0).data()
                    #expect(
                        try await running.site.load(address + "0-0", limit: 100_000)
                            == .bytes([UInt8](picture), type: "image/png"))
                    let text = "What I wanted to tell you, part 0.\n"
                    #expect(
                        try await running.site.load(address + "0-1", limit: 100_000)
                            == .bytes([UInt8](text.utf8), type: "text/plain"))
                }
            }
        }

        @Test func `What is too large, gone, a page, or elsewhere is no attachment`() async throws {
            try await StandIn.with(.phoenix) { standIn in
                let mia = try await standIn.say("", with: [.large, .gone, .page, .foreign], by: "Mia")
                let late = try await standIn.say("", with: [.late], by: "Noah")
                try await RunningSite.with(standIn) { running in
                    #expect(await eventually { running.seen.rows.count == 2 })
                    let bubble = try #require(try await running.site.read(mia, atLeast: 50, .listed).bubbles.first)
                    var loaded: [LoadedAttachment] = []
                    for shown in bubble.attachments ?? [] {
                        loaded.append(try await running.site.load(shown.address, limit: 5_000_000))
                    }
                    #expect(
                        loaded == [
                            .missing(.tooLarge), .missing(.gone),
                            .failed(reason: "the site answered with a page, or with nothing, in its place"),
                            .missing(.foreignHost),
                        ])
                    // Twice the server says that it cannot, then it can.
                    let address = "\(standIn.base)media/\(late)/0-0"
                    for _ in 0..<2 {
                        #expect(
                            try await running.site.load(address, limit: 100_000)
                                == .failed(reason: "the site answered with HTTP 503"))
                    }
                    guard case .bytes(let bytes, _) = try await running.site.load(address, limit: 100_000) else {
                        Issue.record("it did not come the third time")
                        return
                    }
                    // A limit is a limit: one byte less is too little.
                    #expect(
                        try await running.site.load(address, limit: bytes.count) == .bytes(bytes, type: "image/png"))
                    #expect(
                        try await running.site.load(address, limit: bytes.count - 1) == .missing(.tooLarge))
                    #expect(try await running.site.load("", limit: 1).isFailure)
                    let secrets = try await running.site.load("file:///etc/hostname", limit: 100)
                    #expect(secrets == .missing(.foreignHost))
                }
            }
        }
    }
}

extension LoadedAttachment {
    fileprivate var isFailure: Bool { if case .failed = self { true } else { false } }
}
