import Synchronization

/// The pack that is in use at this moment. Shared by all that work with it.
final class PackInUse: Sendable {
    private let held: Mutex<SelectorPack>

    init(_ pack: SelectorPack) { held = Mutex(pack) }

    var current: SelectorPack {
        get { held.withLock { $0 } }
        set { held.withLock { $0 = newValue } }
    }
}
