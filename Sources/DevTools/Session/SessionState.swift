/// What is known of one page, brought up to date by its events. Pure: it says what to do, and others do it.
struct SessionState {
    enum Action: Equatable {
        case answerDialog(accept: Bool)
        case tell(PageEvent)
        case deliver(BindingKey, payload: String)
        /// Calls that wait will never be answered, and new ones would not be either.
        case failCalls
        /// Calls are answered again.
        case acceptCalls
    }

    struct BindingKey: Hashable {
        let name: String
        let world: World
    }

    private struct Context {
        let uniqueID: String
        let frame: String
        let world: World
    }

    /// A page can make any number of frames, each with its contexts; ours are the main frame's few.
    static let contextLimit = 512
    /// The longest payload of a binding that is passed on, in UTF-8 bytes. Longer ones are dropped.
    static let payloadLimit = 1 << 20

    private(set) var mainFrame: String
    private var contexts: [Int: Context] = [:]
    private var document: String?
    /// Loaders of the main frame, the newest last.
    private var committed: [String] = []
    private var loaded: [String] = []
    /// How many documents the main frame has shown.
    private(set) var commits = 0

    /// - Parameter target: a page's main frame starts with its target's id.
    init(target: String) {
        mainFrame = target
    }

    /// Chromium's unique id of the main frame's context in a world; nil until there is one.
    func context(in world: World) -> String? {
        contexts.values.first { $0.frame == mainFrame && $0.world == world }?.uniqueID
    }

    /// Whether the document that this loader brought, or one that took its place, has loaded.
    func hasLoaded(_ loader: String) -> Bool {
        loaded.contains(loader) || (committed.contains(loader) && document != loader && isLoaded)
    }

    /// Whether the document shown has loaded.
    var isLoaded: Bool { document.map(loaded.contains) ?? false }

    /// Drops a context that Chromium says it does not know.
    mutating func forget(_ uniqueID: String) {
        contexts = contexts.filter { $0.value.uniqueID != uniqueID }
    }

    mutating func apply(_ event: IncomingEvent) -> [Action] {
        switch event {
        case .contextCreated(let context): return add(context)
        case .contextDestroyed(let id):
            contexts[id] = nil
            return []
        case .contextsCleared:
            contexts = [:]
            return []
        case .frameNavigated(let frame): return frame.parentId == nil ? commit(frame) : []
        case .navigatedWithinDocument(let navigation):
            guard navigation.frameId == mainFrame else { return [] }
            return [.tell(.navigated(url: navigation.url, sameDocument: true))]
        case .lifecycle(let event): return load(event)
        case .dialogOpening(let dialog):
            let kind = PageEvent.DialogKind(rawValue: dialog.type) ?? .other
            return [.answerDialog(accept: kind == .beforeunload), .tell(.dialog(kind))]
        case .bindingCalled(let call): return deliver(call)
        case .crashed:
            contexts = [:]
            return [.failCalls, .tell(.crashed)]
        case .reloadedAfterCrash: return [.acceptCalls, .tell(.revived)]
        case .attached, .detached: return []
        }
    }

    private mutating func add(_ context: RuntimeDomain.ExecutionContextCreated.Context) -> [Action] {
        guard let frame = context.auxData?.frameId else { return [] }
        guard frame == mainFrame || contexts.count < Self.contextLimit else { return [] }
        let isDefault = context.auxData?.isDefault ?? false
        contexts[context.id] = Context(
            uniqueID: context.uniqueId, frame: frame, world: isDefault ? .main : .isolated(context.name))
        return []
    }

    private mutating func commit(_ frame: PageDomain.Frame) -> [Action] {
        mainFrame = frame.id
        document = frame.loaderId
        remember(frame.loaderId, in: &committed)
        commits += 1
        return [.tell(.navigated(url: frame.url + (frame.urlFragment ?? ""), sameDocument: false))]
    }

    private mutating func load(_ event: PageDomain.LifecycleEvent) -> [Action] {
        guard event.frameId == mainFrame, event.name == "load", !loaded.contains(event.loaderId) else { return [] }
        remember(event.loaderId, in: &loaded)
        return [.tell(.loaded)]
    }

    /// A binding is offered to every frame's world of its name; only the main frame's is ours.
    private func deliver(_ call: RuntimeDomain.BindingCalled) -> [Action] {
        guard let context = contexts[call.executionContextId], context.frame == mainFrame,
            call.payload.utf8.count <= Self.payloadLimit
        else { return [] }
        return [.deliver(BindingKey(name: call.name, world: context.world), payload: call.payload)]
    }

    private func remember(_ loader: String, in list: inout [String]) {
        list.append(loader)
        if list.count > 8 { list.removeFirst() }
    }
}
