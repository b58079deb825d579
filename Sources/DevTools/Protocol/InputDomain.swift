/// `Input.*`: trusted keyboard and mouse events.
enum InputDomain {
    struct InsertText: Command {
        static let method = "Input.insertText"
        typealias Result = Nothing
        let text: String
    }

    struct DispatchKeyEvent: Command {
        static let method = "Input.dispatchKeyEvent"
        typealias Result = Nothing
        let type: String
        let modifiers: Int
        let key: String
        let code: String
        let windowsVirtualKeyCode: Int
        let text: String?
    }

    struct DispatchMouseEvent: Command {
        static let method = "Input.dispatchMouseEvent"
        typealias Result = Nothing
        let type: String
        let x: Double
        let y: Double
        let button: String
        let buttons: Int
        let clickCount: Int
    }
}
