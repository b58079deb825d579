import Foundation
import Testing

@testable import Shared

@Suite struct `Schemas of events` {
    @Test(arguments: EventName.allCases)
    func `the schema describes what the Swift type reads, no more and no less`(name: EventName) throws {
        let schema = try SchemaFile(name.schemaFile)
        #expect(schema.root["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
        #expect((schema.root["allOf"] as? [[String: String]]) == [["$ref": "envelope.schema.json"]])
        #expect(try schema.property("type")["const"] as? String == name.type)
        #expect(try schema.shape(schema.property("data")) == Shape(of: name.payload))
    }

    @Test func `the envelope's schema describes what headers write`() throws {
        let schema = try SchemaFile("schemas/envelope.schema.json")
        let properties = try #require(schema.root["properties"] as? [String: Any])
        let required = try #require(schema.root["required"] as? [String])
        #expect(Set(properties.keys) == (try keys(filled: true)).union(["data"]))
        #expect(Set(required) == (try keys(filled: false)).union(["data"]))
    }

    /// The attributes that a header writes, with all that may be left out or without it.
    private func keys(filled: Bool) throws -> Set<String> {
        let time = Timestamp(milliseconds: 0)
        let header = EventHeader(
            id: "i", source: "/switchboard/scraper", name: .messageReceived, time: time, conversation: "c",
            sequence: filled ? 1 : nil, causation: filled ? "j" : nil, origin: filled ? time : nil, trace: .start())
        let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(header))
        return Set(try #require(object as? [String: Any]).keys)
    }

    @Test func `schemas/ holds files of known events only`() throws {
        let known = EventName.allCases.flatMap { name in
            [name.schemaFile, name.exampleFile]
                + ((try? Shape(of: name.payload).hasOptions) == true ? [name.minimalExampleFile] : [])
        }
        let others = ["schemas/envelope.schema.json", "schemas/types.schema.json"]
        let found = ["schemas", "schemas/examples"].flatMap { folder in
            ((try? FileManager.default.contentsOfDirectory(atPath: Repository.file(folder).path)) ?? [])
                .filter { $0.hasSuffix(".json") }.map { "\(folder)/\($0)" }
        }
        #expect(Set(found) == Set(known + others))
    }

    @Test func `a difference between type and schema is found`() throws {
        struct Payload: Codable {
            var name: String
            var count: Int?
            var mode: ReplyMode
            var at: Timestamp
        }
        let shape = try Shape(of: Payload.self)
        #expect(
            shape
                == .object([
                    "name": .init(shape: .string, isRequired: true), "count": .init(shape: .integer, isRequired: false),
                    "mode": .init(shape: .choice(["off", "draft", "auto"]), isRequired: true),
                    "at": .init(shape: .timestamp, isRequired: true),
                ]))
        #expect(shape != .object(["name": .init(shape: .string, isRequired: true)]))
    }
}
