import Logging
import Messaging
import ServiceRuntime
import Shared
import Store

/// Carries out what people say elsewhere of what was found on a changed page, as `scraper selectors` does. The pages have
/// it with their next look at what is stored.
struct SelectorWordHandler: Sendable {
    let pack: PackInUse
    let store: Store
    let logger: Logger

    func add(to router: inout EventRouter) {
        router.on(SelectorsDecided.self, in: store) { event, store in
            let pack = pack.current
            guard event.data.platform == pack.name else { return .none }
            let memory = SelectorStore(store: store, platform: pack.name, packVersion: pack.version)
            return Consequences(changes: { try memory.follow(event.data, in: $0) }) { outcome in
                guard outcome != .outdated else {
                    return logger.notice(
                        "a word on a selector was not used: it is not what is found any more",
                        metadata: ["role": "\(event.data.role)"])
                }
                logger.hop("word → selectors", event.header)
            }
        }
    }
}
