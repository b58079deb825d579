public import Logging
public import Shared

extension Logger {
    /// One step of a message through the suite, for people who watch it live: which, and how long after the message
    /// appeared on the page. `switchboard-local` shows these lines; `hop` names are listed in docs/flow.md.
    public func hop(_ hop: String, _ event: EventHeader) {
        hopped(hop, conversation: event.conversation, origin: event.origin, event: event.id)
    }

    public func hopped(_ hop: String, conversation: String, origin: Timestamp?, event: String? = nil) {
        var metadata: Logger.Metadata = ["hop": "\(hop)", "correlation_id": "\(conversation)"]
        if let event { metadata["event_id"] = "\(event)" }
        if let origin { metadata["elapsed_ms"] = "\(Timestamp.now.milliseconds - origin.milliseconds)" }
        info("hop", metadata: metadata)
    }
}
