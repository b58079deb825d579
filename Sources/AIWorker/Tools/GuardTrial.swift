import FoundationEssentials
import Shared

/// Answers the lines of `ai-worker guard`. Pure, but for the count of lines.
struct GuardTrial: Sendable {
    /// In bytes: a reply of the greatest length and a long conversation, every character escaped.
    static let maximumLineLength = 262_144

    let check: OutgoingGuard
    let asJSON: Bool
    private(set) var hasFaults = false
    private var number = 0

    init(check: OutgoingGuard, asJSON: Bool) {
        self.check = check
        self.asJSON = asJSON
    }

    /// What to print for a line; nil for an empty one.
    mutating func answer(_ line: BoundedLines.Line) -> String? {
        number += 1
        switch line {
        case .tooLong: return fault("it is longer than \(Self.maximumLineLength) bytes")
        case .bytes(let bytes):
            guard bytes.contains(where: { ![0x20, 0x09, 0x0D].contains($0) }) else { return nil }
            guard String(validating: bytes, as: UTF8.self) != nil else { return fault("it is not UTF-8") }
            do {
                let question = try JSONDecoder().decode(Question.self, from: Data(bytes))
                return words(check.check(question.text, incoming: question.incoming))
            } catch let error as DecodingError {
                return fault(Self.words(error))
            } catch {
                return fault("it is not JSON")
            }
        }
    }

    private func words(_ finding: GuardFinding?) -> String {
        guard !asJSON else {
            let verdict = Verdict(
                verdict: finding == nil ? "pass" : "hold", rule: finding?.rule, reason: finding?.reason)
            return Self.json(verdict)
        }
        return "line \(number): " + (finding.map { "held by \($0.rule): \($0.reason)" } ?? "passes")
    }

    private mutating func fault(_ problem: String) -> String {
        hasFaults = true
        let words = "line \(number): \(problem)"
        return asJSON ? Self.json(Fault(error: words, line: number)) : words
    }

    private static func words(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, _): "it lacks \(key.stringValue): {\"text\": \"…\"} is expected"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            context.codingPath.last.map { "\($0.stringValue) must be a text, or for incoming a list of texts" }
                ?? "it must be an object: {\"text\": \"…\"}"
        default: "it is not JSON"
        }
    }

    private static func json(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        // Texts, numbers and nulls always encode.
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}

extension GuardTrial {
    private struct Question: Decodable {
        var text: String
        var incoming: [String]

        private enum CodingKeys: String, CodingKey { case text, incoming }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            text = try fields.decode(String.self, forKey: .text)
            if let one = try? fields.decodeIfPresent(String.self, forKey: .incoming) {
                incoming = [one]
            } else {
                incoming = try fields.decodeIfPresent([String].self, forKey: .incoming) ?? []
            }
        }
    }

    private struct Verdict: Encodable {
        var verdict: String
        var rule: String?
        var reason: String?

        private enum CodingKeys: String, CodingKey { case verdict, rule, reason }

        /// Every line has the same fields.
        func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encode(verdict, forKey: .verdict)
            try fields.encode(rule, forKey: .rule)
            try fields.encode(reason, forKey: .reason)
        }
    }

    private struct Fault: Encodable {
        var error: String
        var line: Int
    }
}
