import FoundationEssentials

/// One call of the Chrome DevTools Protocol. The stored properties are its parameters.
///
/// Only the calls and fields that this module uses are declared. Source: the protocol's own description,
/// https://chromedevtools.github.io/devtools-protocol/tot/, tried against Chromium 156.
protocol Command: Encodable, Sendable {
    associatedtype Result: Decodable & Sendable

    /// `Domain.name`.
    static var method: String { get }
}

/// An answer without content.
struct Nothing: Decodable, Sendable {}

/// A command as it goes to the browser, without the NUL that ends a frame.
struct RequestFrame<C: Command>: Encodable {
    let id: Int
    let method: String
    let sessionId: String?
    let params: C

    init(_ command: C, id: Int, session: String?) {
        self.id = id
        self.method = C.method
        self.sessionId = session
        self.params = command
    }

    func encoded() throws(DevToolsError) -> [UInt8] {
        do {
            return try [UInt8](JSONEncoder().encode(self))
        } catch {
            throw DevToolsError(.invalidArgument, "An argument of \(method) is not JSON.", underlying: error)
        }
    }
}

/// The browser's answer to a command.
struct ReplyFrame<C: Command>: Decodable {
    struct Fault: Decodable {
        let code: Int
        let message: String
    }

    let result: C.Result?
    let error: Fault?

    /// The result, or what Chromium refused with.
    static func result(of frame: Data) throws(DevToolsError) -> C.Result {
        let reply: Self
        do {
            reply = try JSONDecoder().decode(Self.self, from: frame)
        } catch let error as DevToolsError {
            throw error
        } catch {
            throw DevToolsError(.unexpectedResult, "The answer to \(C.method) has another shape than expected.")
        }
        if let fault = reply.error { throw fault.asError(of: C.method) }
        guard let result = reply.result else {
            throw DevToolsError(.unexpectedResult, "The answer to \(C.method) holds neither a result nor an error.")
        }
        return result
    }
}

extension ReplyFrame.Fault {
    /// JSON-RPC's codes say little (−32000 is "server error"), so the few cases that callers must tell apart are
    /// recognised by Chromium's own constant texts.
    func asError(of method: String) -> DevToolsError {
        switch (code, message) {
        case (-32001, _):
            .pageDetached
        case (_, "Execution was terminated"),
            (-32603, _) where method == "Runtime.evaluate":
            // A script that its timeout ends is one or the other, as it happens.
            DevToolsError(.timeout, "A script ran longer than it may and was ended.")
        case (_, "uniqueContextId not found"), (_, "Cannot find context with specified id"):
            DevToolsError(.contextLost, ContextFault.missing)
        case (_, "Execution context was destroyed."), (_, "Inspected target navigated or closed"):
            DevToolsError(.contextLost, ContextFault.destroyed)
        default:
            DevToolsError(.refused(code), "Chromium refused \(method): \(message.prefix(200))")
        }
    }
}

/// The two ways to lose a document: before the script ran, and perhaps while it ran.
enum ContextFault {
    static let missing = "The document was replaced before the script could run."
    static let destroyed = "The document was replaced while the script ran."
}
