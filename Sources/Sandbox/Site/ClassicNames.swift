/// The ids and classes that differ between the skins `classic` and `classic-2`; everything else is the same.
struct ClassicNames: Sendable {
    var username: String
    var password: String
    var submit: String
    var popupClose: String
    var bubble: String
    var author: String
    var text: String
    var time: String
    var attachment: String

    static let first = ClassicNames(
        username: "username", password: "password", submit: "loginButton", popupClose: "popup-close-button",
        bubble: "chat-message", author: "user-name", text: "message-text", time: "timestamp",
        attachment: "message-image")

    static let second = ClassicNames(
        username: "login-username", password: "login-password", submit: "submit-login", popupClose: "modal-close",
        bubble: "message-item", author: "message-user", text: "message-content", time: "message-time",
        attachment: "message-attachment")

    var json: JSONValue {
        [
            "username": .string(username), "password": .string(password), "submit": .string(submit),
            "popupClose": .string(popupClose), "bubble": .string(bubble), "author": .string(author),
            "text": .string(text), "time": .string(time),
            "attachment": .string(attachment),
        ]
    }
}
