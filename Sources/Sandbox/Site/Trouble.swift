/// One thing that goes wrong with the site's pages, as `POST /control/trouble` asks for it.
enum Trouble: Sendable, Equatable {
    case advertisement
    case consent
    case pushPermission
    case dialog(Dialog)
    case newTab
    case download
    case fileChooser
    /// - `now`: those who are signed in must answer too, not only those who sign in from now on.
    case challenge(Challenge, now: Bool)
    case banned
    case secondDevice
    case frozen(seconds: Int)
    case crash
    case offline(seconds: Int)
    case slow(milliseconds: Int)
    case lateNames(milliseconds: Int)
    case handTyping(String)

    /// The browser's own dialogs.
    enum Dialog: String, Sendable, CaseIterable {
        case alert, confirm, prompt, beforeunload
    }

    /// The names that the control, the pages and README.md use.
    enum Kind: String, Sendable, CaseIterable {
        /// Ends those that last.
        case none
        case advertisement, consent
        case pushPermission = "push-permission"
        case dialog
        case newTab = "new-tab"
        case download
        case fileChooser = "file-chooser"
        case captcha
        case secondFactor = "second-factor"
        case banned
        case secondDevice = "second-device"
        case frozen, crash, offline, slow
        case lateNames = "late-names"
        case handTyping = "hand-typing"
    }

    var kind: Kind {
        switch self {
        case .advertisement: .advertisement
        case .consent: .consent
        case .pushPermission: .pushPermission
        case .dialog: .dialog
        case .newTab: .newTab
        case .download: .download
        case .fileChooser: .fileChooser
        case .challenge(let challenge, _): challenge.kind == .captcha ? .captcha : .secondFactor
        case .banned: .banned
        case .secondDevice: .secondDevice
        case .frozen: .frozen
        case .crash: .crash
        case .offline: .offline
        case .slow: .slow
        case .lateNames: .lateNames
        case .handTyping: .handTyping
        }
    }

    /// Whether the pages that are open must be loaded anew for it.
    var changesPages: Bool {
        switch self {
        case .challenge(_, let now): now
        case .banned, .lateNames, .secondDevice: true
        default: false
        }
    }

    /// What the open pages are told to do, with the fields that trouble.js needs; nil for what the site itself does.
    var event: JSONValue? {
        var event: JSONValue = ["type": "trouble", "kind": .string(kind.rawValue)]
        switch self {
        case .advertisement, .consent, .pushPermission, .newTab, .download, .fileChooser, .crash: break
        case .dialog(let dialog): event["dialog"] = .string(dialog.rawValue)
        case .frozen(let seconds): event["seconds"] = JSONValue(seconds)
        case .handTyping(let text): event["text"] = .string(text)
        case .challenge, .banned, .secondDevice, .offline, .slow, .lateNames: return nil
        }
        return event
    }
}
