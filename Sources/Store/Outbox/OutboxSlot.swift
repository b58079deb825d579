/// A service's outbox is divided by conversation into slots, so that several instances share the work and a conversation
/// has one publisher. Pure.
enum OutboxSlot {
    static let count = 16

    /// The same in every process and version, since it is stored: FNV-1a over the UTF-8.
    static func of(_ conversation: String) -> Int {
        var hash: UInt32 = 2_166_136_261
        for byte in conversation.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return Int(hash % UInt32(count))
    }

    /// The instance that a slot falls to: each is drawn by the highest of the hashes of slot and instance, so that an
    /// instance that comes or goes moves only its own share.
    static func owner(of slot: Int, among instances: [String]) -> String? {
        instances.max { score(slot, $0) < score(slot, $1) }
    }

    private static func score(_ slot: Int, _ instance: String) -> UInt64 {
        var hash: UInt64 = 14_695_981_039_346_656_037
        for byte in "\(slot)/\(instance)".utf8 { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        // FNV's high bits change little with the last bytes.
        hash ^= hash >> 33
        return hash &* 0xFF51_AFD7_ED55_8CCD
    }
}
