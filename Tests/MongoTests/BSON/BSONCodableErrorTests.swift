import FoundationEssentials
import Testing

@testable import Mongo

@Suite("What a decoding error says")
struct BSONCodableErrorTests {
    enum Mode: String, Codable { case off, draft }

    struct Message: Codable {
        var author: String
        var at: Date
        var mode: Mode?
    }

    struct Conversation: Codable {
        var messages: [Message]
        var tags: [String: Int]?
    }

    private func message(_ document: BSONDocument) -> String {
        do {
            _ = try BSONDecoder().decode(Conversation.self, from: document)
            return "decoded"
        } catch {
            #expect(error.code == .decoding)
            return error.message
        }
    }

    private let good: BSONValue = ["author": "Ada", "at": .date(Date(timeIntervalSince1970: 0))]

    @Test("It names the place, what was expected and what was found")
    func places() {
        let prefix = "The BSON document cannot be read: "
        let bad: BSONValue = ["author": .int32(5), "at": .date(Date(timeIntervalSince1970: 0))]
        #expect(
            message(["messages": [good, good, good, bad]]) == prefix + "messages.3.author: expected string, found int32"
        )
        #expect(
            message(["messages": [["author": "A", "at": "now"]]]) == prefix
                + "messages.0.at: expected date, found string")
        #expect(message(["messages": [["author": "A"]]]) == prefix + "messages.0.at: missing")
        #expect(message(["messages": [["author": nil]]]) == prefix + "messages.0.author: expected string, found null")
        #expect(message(["messages": [:]]) == prefix + "messages: expected array, found document")
        #expect(message(["messages": [1]]) == prefix + "messages.0: expected document, found int64")
        #expect(message(["messages": [], "tags": ["a": "b"]]) == prefix + "tags.a: expected int64, found string")
        #expect(message([:]) == prefix + "messages: missing")
    }

    @Test("It never quotes a value, not even where Codable itself would")
    func secrets() {
        var document = good.documentValue ?? [:]
        document["mode"] = "private words"
        let text = message(["messages": [.document(document)]])
        #expect(text.contains("messages.0.mode"))
        #expect(!text.contains("private"))
    }

    @Test("An error that a type throws by itself is passed on without its text")
    func foreign() {
        struct Leak: Error, CustomStringConvertible { let description = "private words" }
        struct Picky: Decodable {
            init(from decoder: any Decoder) throws { throw Leak() }
        }
        let error = #expect(throws: MongoError.self) {
            try BSONDecoder().decode([String: Picky].self, from: ["a": 1] as BSONDocument)
        }
        #expect(error?.code == .decoding)
        #expect(error.map { !"\($0)".contains("private") } == true)
    }

    @Test("A type can try one shape and then another")
    func alternatives() throws {
        struct Either: Decodable, Equatable {
            var number: Int
            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                do {
                    number = try container.decode(Int.self)
                } catch DecodingError.typeMismatch {
                    number = try container.decode(String.self).count
                }
            }
        }
        let read = try BSONDecoder().decode([String: Either].self, from: ["a": 3, "b": "four"] as BSONDocument)
        #expect(read["a"]?.number == 3 && read["b"]?.number == 4)
    }
}
