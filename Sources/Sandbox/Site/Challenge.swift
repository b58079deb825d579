import Foundation

/// What stands between a right password and the site.
struct Challenge: Sendable, Equatable {
    enum Kind: String, Sendable {
        case captcha
        case secondFactor = "second-factor"

        var standardAnswer: String {
            switch self {
            case .captcha: "PELICAN"
            case .secondFactor: "123456"
            }
        }
    }

    /// Wrong answers after which one must sign in again.
    static let tries = 3

    let kind: Kind
    let answer: String

    /// - Returns: nil when nobody could give this answer: a code is six digits, a picture 1–12 letters and digits.
    init?(_ kind: Kind, answer: String? = nil) {
        let answer = answer ?? kind.standardAnswer
        let isPossible =
            switch kind {
            case .captcha: (1...12).contains(answer.count) && answer.allSatisfy { $0.isLetter || $0.isNumber }
            case .secondFactor: answer.count == 6 && answer.allSatisfy { $0.isASCII && $0.isNumber }
            }
        guard isPossible else { return nil }
        self.kind = kind
        self.answer = answer
    }

    /// Letters may be typed in either case.
    func isAnswered(by text: String) -> Bool {
        text.trimmingCharacters(in: .whitespaces).lowercased() == answer.lowercased()
    }

    /// What the page needs to ask: `{kind}`, and for a captcha the `letters` that it draws.
    var json: JSONValue {
        var json: JSONValue = ["kind": .string(kind.rawValue)]
        if kind == .captcha { json["letters"] = .string(answer) }
        return json
    }
}
