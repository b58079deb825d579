import Testing

@testable import DevTools

@Suite struct SessionStateTests {
    private func context(_ id: Int, frame: String = "main", world: String = "", isDefault: Bool = false)
        -> IncomingEvent
    {
        .contextCreated(
            .init(
                id: id, uniqueId: "u\(id)", name: world, auxData: .init(frameId: frame, isDefault: isDefault)))
    }

    private func navigated(_ loader: String, frame: String = "main", parent: String? = nil) -> IncomingEvent {
        .frameNavigated(.init(id: frame, parentId: parent, loaderId: loader, url: "https://x/", urlFragment: nil))
    }

    private func loaded(_ loader: String, frame: String = "main") -> IncomingEvent {
        .lifecycle(.init(frameId: frame, loaderId: loader, name: "load"))
    }

    @Test func `Each world of the main frame has its own context`() {
        var state = SessionState(target: "main")
        for event in [
            context(1, isDefault: true), context(2, world: "utility"), context(3, frame: "child", world: "other"),
        ] { _ = state.apply(event) }
        #expect(state.context(in: .main) == "u1")
        #expect(state.context(in: .utility) == "u2")
        #expect(state.context(in: .isolated("other")) == nil)
        _ = state.apply(.contextDestroyed(id: 2))
        #expect(state.context(in: .utility) == nil)
        _ = state.apply(.contextsCleared)
        #expect(state.context(in: .main) == nil)
    }

    @Test func `A site with endless frames costs a bounded number of contexts, and never ours`() {
        var state = SessionState(target: "main")
        for id in 1...10_000 { _ = state.apply(context(id, frame: "child\(id)")) }
        _ = state.apply(context(10_001, world: "utility"))
        #expect(state.context(in: .utility) == "u10001")
        #expect("\(state)".count < 200_000)
    }

    @Test func `A document counts as loaded when it or its successor has loaded`() {
        var state = SessionState(target: "main")
        _ = state.apply(navigated("L1"))
        #expect(!state.hasLoaded("L1"))
        _ = state.apply(navigated("L2"))
        #expect(!state.hasLoaded("L1"))
        _ = state.apply(loaded("L2"))
        #expect(state.hasLoaded("L1"))
        #expect(state.hasLoaded("L2"))
        #expect(!state.hasLoaded("L3"))
        #expect(state.commits == 2)
    }

    @Test func `Frames within the page are no navigations of it`() {
        var state = SessionState(target: "main")
        #expect(state.apply(navigated("L1", frame: "child", parent: "main")) == [])
        #expect(state.apply(loaded("L1", frame: "child")) == [])
        #expect(state.apply(.navigatedWithinDocument(.init(frameId: "child", url: "https://x/#a"))) == [])
        #expect(
            state.apply(.navigatedWithinDocument(.init(frameId: "main", url: "https://x/#a")))
                == [.tell(.navigated(url: "https://x/#a", sameDocument: true))])
    }

    @Test(arguments: [
        ("alert", false, PageEvent.DialogKind.alert), ("confirm", false, .confirm), ("prompt", false, .prompt),
        ("beforeunload", true, .beforeunload), ("novelty", false, .other),
    ])
    func `A dialog is answered at once`(type: String, accept: Bool, kind: PageEvent.DialogKind) {
        var state = SessionState(target: "main")
        #expect(
            state.apply(.dialogOpening(.init(type: type))) == [.answerDialog(accept: accept), .tell(.dialog(kind))])
    }

    @Test func `A binding's call counts only from the main frame, and within its size`() {
        var state = SessionState(target: "main")
        _ = state.apply(context(1, world: "obs"))
        _ = state.apply(context(2, frame: "child", world: "obs"))
        let key = SessionState.BindingKey(name: "push", world: .isolated("obs"))
        func call(_ context: Int, _ payload: String) -> [SessionState.Action] {
            state.apply(.bindingCalled(.init(name: "push", payload: payload, executionContextId: context)))
        }
        #expect(call(1, "x") == [.deliver(key, payload: "x")])
        #expect(call(2, "x") == [])
        #expect(call(3, "x") == [])
        #expect(call(1, String(repeating: "x", count: SessionState.payloadLimit + 1)) == [])
    }

    @Test func `A crash fails the calls and drops the contexts`() {
        var state = SessionState(target: "main")
        _ = state.apply(context(1, isDefault: true))
        #expect(state.apply(.crashed) == [.failCalls, .tell(.crashed)])
        #expect(state.context(in: .main) == nil)
        #expect(state.apply(.reloadedAfterCrash) == [.acceptCalls, .tell(.revived)])
    }
}
