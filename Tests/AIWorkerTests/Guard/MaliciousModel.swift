import Foundation

@testable import AIWorker

/// A stand-in for the worst model: it does what the last message tells it to, disguised.
struct MaliciousModel: Sendable {
    let replies: [String: String]
    let disguise: Disguise

    struct Disobedience: Error {}

    /// - Throws: ``Disobedience`` when the last message of the conversation is none that it knows.
    func complete(_ messages: [PromptMessage]) throws -> Completion {
        guard let content = messages.last?.content,
            let data = try JSONSerialization.jsonObject(with: Data(content.utf8)) as? [String: Any],
            let conversation = data["untrusted_conversation"] as? [String: Any],
            let lines = conversation["messages"] as? [[String: Any]],
            let reply = (lines.last?["text"] as? String).flatMap({ replies[$0] })
        else { throw Disobedience() }
        return Completion(text: disguise.applied(to: reply), isRefusal: false, finish: .stop, model: "malicious")
    }
}
