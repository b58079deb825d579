@testable import AIWorker

extension GuardRules {
    /// Read once; a test of their own says what is wrong when they cannot be.
    static let shipped: GuardRules = {
        do {
            return try builtIn()
        } catch {
            preconditionFailure("\(error)")
        }
    }()
}
