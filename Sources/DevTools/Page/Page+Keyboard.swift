extension Page {
    /// Types a text into the focused element at once, as an input method does: trusted `beforeinput` and `input`, no
    /// key events. It replaces the selection.
    public func insertText(_ text: String) async throws {
        try await session.call(InputDomain.InsertText(text: text), deadline: callDeadline).discard()
    }

    /// Presses and releases a key.
    public func press(_ key: Key, modifiers: Key.Modifiers = []) async throws {
        try await dispatch(key.text == nil ? "rawKeyDown" : "keyDown", key, modifiers)
        try await dispatch("keyUp", key, modifiers)
    }

    /// Presses Enter, which submits a form or ends a line.
    public func pressEnter() async throws {
        try await press(.enter)
    }

    private func dispatch(_ type: String, _ key: Key, _ modifiers: Key.Modifiers) async throws {
        let event = InputDomain.DispatchKeyEvent(
            type: type, modifiers: modifiers.rawValue, key: key.key, code: key.code,
            windowsVirtualKeyCode: key.windowsVirtualKeyCode, text: type == "keyDown" ? key.text : nil)
        try await session.call(event, deadline: callDeadline).discard()
    }
}
