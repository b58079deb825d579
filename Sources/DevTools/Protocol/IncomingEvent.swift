import FoundationEssentials

/// The events that this module listens to. All others are dropped before they are parsed.
enum IncomingEvent: Sendable {
    case attached(TargetDomain.AttachedToTarget)
    case detached(TargetDomain.DetachedFromTarget)
    case crashed
    case reloadedAfterCrash
    case dialogOpening(PageDomain.JavaScriptDialogOpening)
    case frameNavigated(PageDomain.Frame)
    case navigatedWithinDocument(PageDomain.NavigatedWithinDocument)
    case lifecycle(PageDomain.LifecycleEvent)
    case contextCreated(RuntimeDomain.ExecutionContextCreated.Context)
    case contextDestroyed(id: Int)
    case contextsCleared
    case bindingCalled(RuntimeDomain.BindingCalled)

    /// The event in a frame and the session it belongs to (nil for the browser itself), or nil when it is of no
    /// interest or has another shape than expected.
    static func decode(method: String, frame: Data) -> (event: IncomingEvent, session: String?)? {
        switch method {
        case "Target.attachedToTarget": parse(frame, IncomingEvent.attached)
        case "Target.detachedFromTarget": parse(frame, IncomingEvent.detached)
        case "Inspector.targetCrashed": parse(frame) { (_: Nothing) in .crashed }
        case "Inspector.targetReloadedAfterCrash": parse(frame) { (_: Nothing) in .reloadedAfterCrash }
        case "Page.javascriptDialogOpening": parse(frame, IncomingEvent.dialogOpening)
        case "Page.frameNavigated": parse(frame) { (it: PageDomain.FrameNavigated) in .frameNavigated(it.frame) }
        case "Page.navigatedWithinDocument": parse(frame, IncomingEvent.navigatedWithinDocument)
        case "Page.lifecycleEvent": parse(frame, IncomingEvent.lifecycle)
        case "Runtime.executionContextCreated":
            parse(frame) { (it: RuntimeDomain.ExecutionContextCreated) in .contextCreated(it.context) }
        case "Runtime.executionContextDestroyed":
            parse(frame) { (it: RuntimeDomain.ExecutionContextDestroyed) in
                .contextDestroyed(id: it.executionContextId)
            }
        case "Runtime.executionContextsCleared": parse(frame) { (_: Nothing) in .contextsCleared }
        case "Runtime.bindingCalled": parse(frame, IncomingEvent.bindingCalled)
        default: nil
        }
    }

    private struct EventFrame<Parameters: Decodable>: Decodable {
        let params: Parameters
        let sessionId: String?
    }

    private static func parse<Parameters: Decodable>(
        _ frame: Data, _ make: (Parameters) -> IncomingEvent
    ) -> (event: IncomingEvent, session: String?)? {
        guard let parsed = try? JSONDecoder().decode(EventFrame<Parameters>.self, from: frame) else { return nil }
        return (make(parsed.params), parsed.sessionId)
    }
}
