import Foundation
import Testing

@testable import Shared

@Suite struct `Golden examples of events` {
    @Test(arguments: EventName.allCases)
    func `an example decodes and encodes to the same bytes`(name: EventName) throws {
        for path in try examples(of: name) {
            let bytes = try line(path)
            #expect(try reencoded(name.payload, bytes) == bytes, "\(path)")
        }
    }

    @Test(arguments: EventName.allCases)
    func `an example's envelope is complete and belongs to its event`(name: EventName) throws {
        for path in try examples(of: name) {
            let bytes = try line(path)
            let header = try EventCoding.decodeHeader(from: bytes)
            #expect(header.name == name)
            let object = try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
            #expect(object["type"] as? String == name.type)
            #expect(object["specversion"] as? String == "1.0")
        }
    }

    @Test(arguments: EventName.allCases)
    func `unknown attributes and fields are accepted`(name: EventName) throws {
        var object = try #require(
            JSONSerialization.jsonObject(with: Data(line(name.exampleFile))) as? [String: Any])
        var data = try #require(object["data"] as? [String: Any])
        data["addedLater"] = ["x": 1]
        object["data"] = data
        object["extension"] = "x"
        let bytes = [UInt8](try JSONSerialization.data(withJSONObject: object))
        #expect(try reencoded(name.payload, bytes) == line(name.exampleFile))
    }

    @Test(arguments: EventName.allCases)
    func `another major version is refused`(name: EventName) throws {
        let text = String(decoding: try line(name.exampleFile), as: UTF8.self)
        let newer = text.replacing(name.type, with: "switchboard.\(name.rawValue).v2")
        #expect(throws: EventTypeError.unsupportedVersion("switchboard.\(name.rawValue).v2")) {
            try EventCoding.decodeHeader(from: Array(newer.utf8))
        }
    }

    /// Paths of the full example and, where something may be left out, of the minimal one.
    private func examples(of name: EventName) throws -> [String] {
        try Shape(of: name.payload).hasOptions ? [name.exampleFile, name.minimalExampleFile] : [name.exampleFile]
    }

    /// An example without the line break at its end, which is there for editors.
    private func line(_ path: String) throws -> [UInt8] {
        let text = try Repository.text(path)
        #expect(text.hasSuffix("}\n"))
        return Array(text.dropLast().utf8)
    }

    private func reencoded<Payload: EventPayload>(_ type: Payload.Type, _ bytes: [UInt8]) throws -> [UInt8] {
        try EventCoding.encode(EventCoding.decode(Event<Payload>.self, from: bytes))
    }
}
