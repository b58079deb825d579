import Testing

@testable import Scraper

@Suite struct PageDoubtTests {
    private typealias Message = KnownContent.Message

    private static let stored: [KnownContent.Message] = [
        Message(text: "hello", isOwn: false, at: 1), Message(text: "hi Mia", isOwn: true, at: 2),
        Message(text: "how are you?", isOwn: false, at: 3), Message(text: "fine", isOwn: true, at: 4),
    ]

    private func transcript(
        _ stored: some Sequence<KnownContent.Message>, isComplete: Bool = false,
        _ change: (inout Transcript.Bubble) -> Void = { _ in }
    ) -> Transcript {
        let bubbles = stored.map { message in
            var bubble = Transcript.Bubble(isOwn: message.isOwn, text: message.text, at: message.at)
            change(&bubble)
            return bubble
        }
        return Transcript(name: "Mia", bubbles: bubbles, isComplete: isComplete)
    }

    private func doubt(_ transcript: Transcript) -> Role? { PageDoubt(transcript, stored: Self.stored)?.role }

    @Test func `What fits is not doubted, nor what says too little`() {
        #expect(doubt(transcript(Self.stored, isComplete: true)) == nil)
        #expect(doubt(transcript(Self.stored.suffix(3))) == nil)
        #expect(doubt(transcript(Self.stored.prefix(2)) { $0.isOwn = false }) == nil)
        #expect(PageDoubt(transcript(Self.stored), stored: []) == nil)
    }

    @Test(arguments: [true, false]) func `Known messages that are all on one side now are doubted`(isOwn: Bool) {
        let lost = PageDoubt(transcript(Self.stored) { $0.isOwn = isOwn }, stored: Self.stored)
        #expect(lost?.role == .bubbleOwn && lost?.isGrave == true)
    }

    @Test func `A page of one side's messages that are that side's is not doubted`() {
        let incoming = (1...5).map { KnownContent.Message(text: "message \($0)", isOwn: false, at: nil) }
        #expect(PageDoubt(transcript(incoming), stored: Self.stored + incoming) == nil)
    }

    @Test func `Somebody who repeats our words is not doubted`() {
        let echo = Self.stored.filter { !$0.isOwn } + [Message(text: "hi Mia", isOwn: false, at: 9)]
        #expect(PageDoubt(transcript(echo), stored: Self.stored.filter { !$0.isOwn }) == nil)
    }

    @Test func `Messages without a word, without a time, or with a beginning that is not theirs are doubted`() {
        #expect(doubt(transcript(Self.stored, isComplete: true) { $0.text = "" }) == .bubbleText)
        #expect(doubt(transcript(Self.stored) { $0.at = nil }) == .bubbleTime)
        #expect(doubt(transcript(Self.stored.dropFirst(), isComplete: true)) == .loadEarlier)
    }

    @Test func `Pictures without a word are not doubted where the page shows only the latest messages`() {
        let pictures = (1...5).map { _ in KnownContent.Message(text: "", isOwn: false, at: nil) }
        #expect(doubt(transcript(pictures)) == nil)
        let many = Array(repeating: pictures[0], count: PageDoubt.mostPictures)
        #expect(doubt(transcript(many)) == .bubbleText)
    }

    @Test func `It is asked only of pages that could be doubted`() {
        #expect(!PageDoubt.isPossible(transcript(Self.stored), isNew: true))
        #expect(PageDoubt.isPossible(transcript(Self.stored, isComplete: true), isNew: true))
        #expect(!PageDoubt.isPossible(transcript(Self.stored, isComplete: true), isNew: false))
        #expect(PageDoubt.isPossible(transcript(Self.stored) { $0.isOwn = false }, isNew: false))
    }
}
