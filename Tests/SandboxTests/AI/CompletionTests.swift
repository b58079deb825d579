import Foundation
import Testing

@testable import Sandbox

@Suite struct CompletionTests {
    private let completion = Completion(
        id: "chatcmpl-1", created: 1_800_000_000, model: "gpt-4o",
        choices: [Completion.Choice(text: "Hello there, how are you?", finishReason: "stop")], promptTokens: 9)

    @Test func `the chunks joined are the text and the last one tells why it ended`() {
        let chunks = completion.chunks(includingUsage: false)
        let text = chunks.compactMap { $0["choices"]?[0]?["delta"]?["content"]?.string }.joined()
        #expect(text == "Hello there, how are you?")
        #expect(chunks.first?["choices"]?[0]?["delta"]?["role"] == "assistant")
        #expect(chunks.last?["choices"]?[0]?["finish_reason"] == "stop")
        #expect(chunks.allSatisfy { $0["object"] == "chat.completion.chunk" && $0["usage"] == nil })
    }

    @Test func `usage comes last, with no choice, and is null before`() {
        let chunks = completion.chunks(includingUsage: true)
        #expect(chunks.last?["choices"] == [])
        #expect(chunks.last?["usage"]?["prompt_tokens"] == 9)
        #expect(chunks.dropLast().allSatisfy { $0["usage"] == .some(.null) })
    }

    @Test func `usage adds up`() {
        let usage = completion.json["usage"]
        #expect(usage?["total_tokens"]?.int == (usage?["completion_tokens"]?.int ?? 0) + 9)
    }

    @Test func `stop cuts before its sequence and a token limit cuts whole characters`() {
        #expect(Completion.choice("one two three", stop: [" two"], maxTokens: nil).text == "one")
        let cut = Completion.choice("👋🏽👋🏽👋🏽 hello", stop: [], maxTokens: 3)
        #expect(cut.text == "👋🏽")
        #expect(cut.finishReason == "length")
        #expect(Completion.choice("short", stop: [], maxTokens: 3).finishReason == "stop")
    }

    @Test func `a stream ends as its fault says`() {
        func events(_ fault: FaultKind?) -> [String] {
            ChunkStream(
                chunks: completion.chunks(includingUsage: false), fault: fault, clock: ManualClock(),
                random: SeededRandom(seed: 1), wordTime: .zero...(.zero)
            ).events.map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(events(nil).last == "data: [DONE]\n\n")
        #expect(events(.streamCut).allSatisfy { !$0.contains("[DONE]") && !$0.contains("\"stop\"") })
        #expect(events(.streamError).last?.hasPrefix("data: {\"error\":") == true)
    }

    @Test func `a schema gets a value of its shape`() {
        let schema: JSONValue = [
            "type": "object",
            "properties": [
                "reply": ["type": "string"], "mood": ["enum": ["calm", "glad"]], "sure": ["type": "boolean"],
                "tags": ["type": "array", "items": ["type": "string", "maxLength": 2], "minItems": 1],
                "score": ["$ref": "#/$defs/score"], "note": ["anyOf": [["type": "null"], ["type": "string"]]],
            ],
            "$defs": ["score": ["type": "integer", "minimum": 3]],
        ]
        #expect(
            SchemaFiller(text: "Hello").value(for: schema) == [
                "reply": "Hello", "mood": "calm", "sure": false, "tags": ["He"], "score": 3, "note": nil,
            ])
    }

    @Test func `a schema that refers to itself ends`() {
        let schema: JSONValue = ["type": "object", "properties": ["next": ["$ref": "#"]]]
        #expect(SchemaFiller(text: "x").value(for: schema)["next"] != nil)
    }
}
