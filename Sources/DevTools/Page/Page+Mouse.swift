extension Page {
    /// Clicks the centre of an element with a trusted mouse event.
    ///
    /// The element is scrolled into view and must lie still, be enabled and have nothing over its centre. While the
    /// button goes down and up a guard watches where the events land: if something else has slipped under the mouse by
    /// then, they are kept from it.
    /// - Throws: `unreachable` with what stood in the way; nothing was clicked then. After any other error it is not
    ///   known whether the click happened.
    public func click(_ element: ElementQuery) async throws {
        for attempt in 1... {
            do {
                return try await clickOnce(element)
            } catch let error as DevToolsError where error.code == .unreachable(.covered) && attempt < 3 {
                // Nothing was clicked. What lay there may have been on its way past, or the page still scrolling.
            }
        }
    }

    private func clickOnce(_ element: ElementQuery) async throws {
        let handle = try await find(element)
        defer { session.post(RuntimeDomain.ReleaseObject(objectId: handle)) }
        let aim = try await onElement(handle, PressScript.aim, as: PressScript.Aim.self)
        if let obstacle = aim.obstacle { throw DevToolsError.unreachable(obstacle) }
        try await mouse("mouseMoved", at: aim)
        try await mouse("mousePressed", at: aim)
        try await mouse("mouseReleased", at: aim)
        do {
            let hasLanded = try await onElement(handle, PressScript.verdict, as: Bool.self)
            if !hasLanded { throw DevToolsError.unreachable(.covered) }
        } catch let error as DevToolsError where error.isAboutLostDocument {
            // The click led to another document, so it landed: a click on anything else would have been stopped.
        }
    }

    private func find(_ element: ElementQuery) async throws -> String {
        let found = try await inContext(of: element.world, timeout: callDeadline) { session, context, left in
            var command = RuntimeDomain.CallFunctionOn<RemoteHandle>(
                functionDeclaration: element.declaration,
                arguments: element.arguments.map { RuntimeDomain.Argument(value: $0) }, uniqueContextId: context)
            command.returnByValue = false
            return try await session.call(command, deadline: left).value
        }
        guard found.subtype == "node", let handle = found.objectId else { throw DevToolsError.unreachable(.missing) }
        return handle
    }

    private func onElement<T: Decodable & Sendable>(_ handle: String, _ script: String, as: T.Type) async throws -> T {
        let command = RuntimeDomain.CallFunctionOn<T>(functionDeclaration: script, arguments: [], objectId: handle)
        return try await session.call(command, deadline: callDeadline).value
    }

    private func mouse(_ type: String, at aim: PressScript.Aim) async throws {
        let isMove = type == "mouseMoved"
        let event = InputDomain.DispatchMouseEvent(
            type: type, x: aim.x, y: aim.y, button: isMove ? "none" : "left",
            buttons: type == "mousePressed" ? 1 : 0, clickCount: isMove ? 0 : 1)
        try await session.call(event, deadline: callDeadline).discard()
    }
}

extension DevToolsError {
    static func unreachable(_ obstacle: Obstacle) -> DevToolsError {
        DevToolsError(.unreachable(obstacle), "The element cannot be clicked: \(obstacle.rawValue).")
    }

    fileprivate var isAboutLostDocument: Bool {
        code == .contextLost || code == .refused(-32000)
    }
}
