import Foundation
import Testing

@testable import Sandbox

/// Python's zlib and zstandard read these streams in the contract clients; here the blocks are taken apart by hand.
@Suite struct TransportCompressionTests {
    private func payload(_ count: Int) -> Data {
        Data((0..<count).map { UInt8($0 % 251) })
    }

    @Test(arguments: [0, 1, 65_535, 65_536, 200_000]) func `zlib streams hold the payload and end with a flush`(
        size: Int
    ) {
        var compression = TransportCompression(.zlib)
        let first = [UInt8](compression.next(payload(size)))
        #expect(first.prefix(2) == [0x78, 0x01])
        // Deflate's header is a multiple of 31 with the window size in its upper half.
        #expect((Int(first[0]) * 256 + Int(first[1])) % 31 == 0)
        for message in [Array(first.dropFirst(2)), [UInt8](compression.next(payload(size)))] {
            #expect(message.suffix(4) == [0, 0, 0xff, 0xff])
            var content: [UInt8] = []
            var rest = message[...]
            while let kind = rest.popFirst() {
                #expect(kind == 0)
                let lengths = rest.prefix(4).map(Int.init)
                let length = lengths[0] + lengths[1] << 8
                #expect(length ^ (lengths[2] + lengths[3] << 8) == 0xffff)
                content += rest.dropFirst(4).prefix(length)
                rest = rest.dropFirst(4 + length)
            }
            #expect(content == [UInt8](payload(size)))
        }
    }

    @Test(arguments: [1, 131_072, 131_073]) func `zstd streams hold the payload in raw blocks`(size: Int) {
        var compression = TransportCompression(.zstd)
        var rest = [UInt8](compression.next(payload(size)))[...]
        #expect(rest.prefix(4) == [0x28, 0xb5, 0x2f, 0xfd])
        rest = rest.dropFirst(6)
        var content: [UInt8] = []
        while !rest.isEmpty {
            let header = rest.prefix(3).enumerated().reduce(0) { $0 | Int($1.element) << ($1.offset * 8) }
            #expect(header & 0b111 == 0)
            content += rest.dropFirst(3).prefix(header >> 3)
            rest = rest.dropFirst(3 + (header >> 3))
        }
        #expect(content == [UInt8](payload(size)))
        #expect(!compression.next(payload(1)).starts(with: [0x28, 0xb5]))
    }
}
