/// A key of the keyboard, as the web's KeyboardEvent names it.
public struct Key: Sendable, Hashable {
    public struct Modifiers: OptionSet, Sendable, Hashable {
        public let rawValue: Int

        public init(rawValue: Int) {
            self.rawValue = rawValue
        }

        public static let alt = Modifiers(rawValue: 1)
        public static let control = Modifiers(rawValue: 2)
        public static let meta = Modifiers(rawValue: 4)
        public static let shift = Modifiers(rawValue: 8)
    }

    let key: String
    let code: String
    let windowsVirtualKeyCode: Int
    /// What the key types. Without it Chromium fires keydown only, and Enter does not submit.
    let text: String?

    public static let enter = Key(key: "Enter", code: "Enter", windowsVirtualKeyCode: 13, text: "\r")
    public static let tab = Key(key: "Tab", code: "Tab", windowsVirtualKeyCode: 9, text: nil)
    public static let escape = Key(key: "Escape", code: "Escape", windowsVirtualKeyCode: 27, text: nil)
    public static let backspace = Key(key: "Backspace", code: "Backspace", windowsVirtualKeyCode: 8, text: nil)
    public static let end = Key(key: "End", code: "End", windowsVirtualKeyCode: 35, text: nil)
    public static let home = Key(key: "Home", code: "Home", windowsVirtualKeyCode: 36, text: nil)
    public static let pageUp = Key(key: "PageUp", code: "PageUp", windowsVirtualKeyCode: 33, text: nil)
    public static let pageDown = Key(key: "PageDown", code: "PageDown", windowsVirtualKeyCode: 34, text: nil)
}
