import Testing

@testable import Mongo

@Suite("BSON there and back")
struct BSONRoundTripTests {
    @Test("2,000 random documents are read back as they were written")
    func random() async throws {
        var random = SeededGenerator(seed: 7)
        for round in 0..<2_000 {
            if round % 50 == 0 { await Task.yield() }
            let document = BSONSamples.document(using: &random)
            let bytes = try document.encoded()
            let read = try BSONDocument(bytes: bytes)
            #expect(read == document)
            #expect(try BSONDecoder().decode(BSONDocument.self, from: bytes) == document)
            #expect(try BSONEncoder().encode(document) == bytes)
        }
    }

    @Test("A document inside of a Codable type stays what it was")
    func insideOfType() throws {
        struct Holder: Codable, Equatable {
            var document: BSONDocument
            var value: BSONValue
            var list: [BSONValue]
        }
        var random = SeededGenerator(seed: 8)
        for _ in 0..<500 {
            let holder = Holder(
                document: BSONSamples.document(using: &random),
                value: .document(BSONSamples.document(using: &random)),
                list: [.int32(1), nil, .document(BSONSamples.document(using: &random))])
            #expect(try BSONDecoder().decode(Holder.self, from: BSONEncoder().encode(holder)) == holder)
        }
    }
}
