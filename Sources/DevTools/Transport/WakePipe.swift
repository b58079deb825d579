import Glibc

/// Ends another thread's `poll` from any thread.
struct WakePipe: ~Copyable, Sendable {
    let readEnd: Descriptor
    private let writeEnd: Descriptor

    init() throws(DevToolsError) {
        let ends = try SocketPair.make(blocks: false)
        readEnd = Descriptor(owning: ends.ours)
        writeEnd = Descriptor(owning: ends.theirs)
    }

    /// A full pipe is as good as a written byte: the sleeper has not looked yet.
    func wake() {
        var byte: UInt8 = 1
        _ = Glibc.write(writeEnd.raw, &byte, 1)
    }

    func drain() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while Glibc.read(readEnd.raw, &bytes, bytes.count) > 0 {}
    }
}
