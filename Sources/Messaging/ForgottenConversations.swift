/// Knows whose conversations are forgotten.
public protocol ForgottenConversations: Sendable {
    func contains(_ conversation: String) async throws -> Bool
}
