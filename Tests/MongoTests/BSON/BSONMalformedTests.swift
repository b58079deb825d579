import FoundationEssentials
import Testing

@testable import Mongo

@Suite("BSON that is not BSON")
struct BSONMalformedTests {
    private func fault(_ bytes: [UInt8]) -> MongoError? {
        do {
            _ = try BSONDocument(bytes: bytes)
            return nil
        } catch {
            return error
        }
    }

    /// A document with one element: type, key "k", payload, closing zero.
    private func document(_ type: UInt8, _ payload: [UInt8]) -> [UInt8] {
        [UInt8(8 + payload.count), 0, 0, 0, type, 0x6B, 0] + payload + [0]
    }

    @Test("Each kind of damage is named, with its place")
    func damages() {
        let cases: [([UInt8], String)] = [
            ([], "a document of 0 bytes"),
            ([5, 0, 0, 0], "a document of 4 bytes"),
            ([6, 0, 0, 0, 0], "says that it has 6 bytes, but has 5"),
            ([5, 0, 0, 0, 1], "does not end with a zero"),
            (document(0x06, []), "unknown type 0x6"),
            (document(0x08, [2]), "k: a bool of 2"),
            (document(0x02, [0, 0, 0, 0]), "a length of 0"),
            (document(0x02, [255, 255, 255, 255, 0]), "a length of -1"),
            (document(0x02, [255, 255, 255, 127, 0]), "a string goes past the end"),
            (document(0x02, [1, 0]), "a length goes past the end"),
            (document(0x02, [1, 0, 0, 0, 7]), "k: a string does not end with a zero"),
            (document(0x02, [2, 0, 0, 0, 0xFF, 0]), "k: text that is not UTF-8"),
            (document(0x05, [4, 0, 0, 0, 2, 1, 0, 0, 0]), "two lengths disagree"),
            (document(0x05, [2, 0, 0, 0, 2, 1, 0]), "two lengths disagree"),
            (document(0x10, [1, 2, 3]), "int32 goes past the end"),
            (document(0x03, [4, 0, 0, 0]), "a length of 4"),
            (document(0x03, [6, 0, 0, 0, 0x0A, 0]), "k: a key goes past the end"),
            (document(0x0B, [0x61, 0x62]), "a key goes past the end"),
            (document(0x04, document(0x08, [3])), "k.0: a bool of 3"),
        ]
        for (bytes, expected) in cases {
            let error = fault(bytes)
            #expect(error?.code == .decoding)
            #expect(
                error?.message.contains(expected) == true, "\(expected) ≠ \(error?.message ?? "read without error")")
        }
    }

    @Test("A document cut at any place, its length put right, is refused or read, never trapped on")
    func truncation() throws {
        let whole = try BSONSamples.everything.encoded()
        for length in 0..<whole.count {
            var bytes = Array(whole.prefix(length))
            #expect(fault(bytes)?.code == .decoding)
            guard length >= 5 else { continue }
            bytes[0] = UInt8(length & 0xFF)
            bytes[1] = UInt8(length >> 8)
            bytes[length - 1] = 0
            if fault(bytes) == nil { #expect(try BSONDocument(bytes: bytes).encoded() == bytes) }
        }
    }

    @Test("20,000 damaged documents are refused or read, and what is read is written back as it was")
    func fuzz() async throws {
        var random = SeededGenerator(seed: 20_261)
        var refused = 0
        let whole = try BSONSamples.everything.encoded()
        for round in 0..<20_000 {
            // The tests share two threads, and some of the others measure time.
            if round % 50 == 0 { await Task.yield() }
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 4..<bytes.count, using: &random)
                bytes[place] = .random(in: 0...255, using: &random)
            }
            do {
                let document = try BSONDocument(bytes: bytes)
                // Array positions and the order of regex options are not kept, so only what was read is compared.
                #expect(try BSONDocument(bytes: document.encoded()).encoded() == document.encoded())
            } catch {
                refused += 1
            }
            _ = try? BSONDecoder().decode(BSONSamples.Shape.self, from: bytes)
        }
        #expect(refused > 1_000)
    }

    @Test("100 levels are read and written, 101 are not")
    func depth() throws {
        func nested(_ levels: Int, _ wrap: (BSONValue) -> BSONValue) -> BSONDocument {
            var value: BSONValue = 1
            for _ in 1..<levels { value = wrap(value) }
            return BSONDocument([("k", value)])
        }
        func bytes(_ levels: Int) -> [UInt8] {
            var bytes: [UInt8] = [5, 0, 0, 0, 0]
            for _ in 1..<levels {
                let size = bytes.count + 8
                bytes = [UInt8(size & 0xFF), UInt8(size >> 8), 0, 0, 0x03, 0x6B, 0] + bytes + [0]
            }
            return bytes
        }
        #expect(try BSONDocument(bytes: nested(100) { ["k": $0] }.encoded()) == nested(100) { ["k": $0] })
        #expect(try BSONDocument(bytes: nested(100) { [$0] }.encoded()) == nested(100) { [$0] })
        #expect(throws: MongoError.self) { try nested(101) { ["k": $0] }.encoded() }
        #expect(throws: MongoError.self) { try nested(101) { [$0] }.encoded() }
        #expect(fault(bytes(100)) == nil)
        #expect(fault(bytes(101))?.code == .tooLarge)
        // Deep enough to end a thread's stack if nobody counted.
        #expect(fault(bytes(8_000))?.code == .tooLarge)
    }

    @Test("16 MiB are written, one byte more is not")
    func size() throws {
        let room = BSONLimits.documentSize - 5 - 3 - 5
        let largest: BSONDocument = ["k": .string(String(repeating: "x", count: room))]
        #expect(try largest.encoded().count == BSONLimits.documentSize)
        #expect(try BSONDocument(bytes: largest.encoded()) == largest)
        let larger: BSONDocument = ["k": .string(String(repeating: "x", count: room + 1))]
        let error = #expect(throws: MongoError.self) { try larger.encoded() }
        #expect(error?.code == .tooLarge)
    }

    @Test("A key with a zero character and a date that does not fit are refused with their place")
    func unwritable() {
        let key = #expect(throws: MongoError.self) { try (["a": ["b\0c": 1]] as BSONDocument).encoded() }
        #expect(key?.code == .encoding && key?.message.contains("a zero character") == true)
        let date = #expect(throws: MongoError.self) {
            try (["a": [nil, .date(Date(timeIntervalSince1970: 1e300))]] as BSONDocument).encoded()
        }
        #expect(date?.message.contains("a.1: a date outside") == true)
    }
}
