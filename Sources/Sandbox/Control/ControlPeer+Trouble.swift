/// `/control/trouble`: what goes wrong on the chat site's pages.
extension ControlPeer {
    func trouble(_ request: PeerRequest) async throws -> PeerResponse {
        let all: Set<String> = ["kind", "dialog", "answer", "now", "seconds", "milliseconds", "text"]
        guard let kind: Trouble.Kind = try CommandFields(request, allowed: all).choice("kind") else {
            throw CommandRefusal.invalid("kind is missing")
        }
        // Read again: what belongs to another kind is as wrong as what nobody knows.
        let fields = try CommandFields(request, allowed: kind.fields.union(["kind"]))
        guard let trouble = try trouble(kind, fields) else {
            await site.endTroubles()
            return .json(await troubleList())
        }
        let pages = await site.begin(trouble)
        var answer = await troubleList()
        answer["pages"] = JSONValue(pages)
        return .json(answer)
    }

    /// `{kinds, active}`
    func troubleList() async -> JSONValue {
        [
            "kinds": JSONValue(Trouble.Kind.allCases.map(\.rawValue)),
            "active": JSONValue(await site.activeTroubles().map(\.rawValue)),
        ]
    }

    /// - Returns: nil for `none`.
    private func trouble(_ kind: Trouble.Kind, _ fields: CommandFields) throws(CommandRefusal) -> Trouble? {
        switch kind {
        case .none: return nil
        case .advertisement: return .advertisement
        case .consent: return .consent
        case .pushPermission: return .pushPermission
        case .dialog:
            guard let dialog: Trouble.Dialog = try fields.choice("dialog") else { throw .invalid("dialog is missing") }
            return .dialog(dialog)
        case .newTab: return .newTab
        case .download: return .download
        case .fileChooser: return .fileChooser
        case .captcha: return try challenge(.captcha, fields, "answer must be 1 to 12 letters and digits")
        case .secondFactor: return try challenge(.secondFactor, fields, "answer must be six digits")
        case .banned: return .banned
        case .secondDevice: return .secondDevice
        case .frozen: return .frozen(seconds: try fields.integer("seconds", in: 1...120, default: 20))
        case .crash: return .crash
        case .offline: return .offline(seconds: try fields.integer("seconds", in: 1...3600, default: 10))
        case .slow: return .slow(milliseconds: try fields.integer("milliseconds", in: 1...60_000, default: 1000))
        case .lateNames:
            return .lateNames(milliseconds: try fields.integer("milliseconds", in: 1...60_000, default: 300))
        case .handTyping: return .handTyping(try fields.required("text"))
        }
    }

    private func challenge(
        _ kind: Challenge.Kind, _ fields: CommandFields, _ rule: String
    ) throws(CommandRefusal) -> Trouble {
        guard let challenge = Challenge(kind, answer: try fields.string("answer")) else { throw .invalid(rule) }
        return .challenge(challenge, now: try fields.bool("now"))
    }
}

extension Trouble.Kind {
    /// The fields that go with it.
    fileprivate var fields: Set<String> {
        switch self {
        case .dialog: ["dialog"]
        case .captcha, .secondFactor: ["answer", "now"]
        case .frozen, .offline: ["seconds"]
        case .slow, .lateNames: ["milliseconds"]
        case .handTyping: ["text"]
        default: []
        }
    }
}
