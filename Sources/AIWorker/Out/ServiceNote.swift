import Logging
import ServiceRuntime

/// Tells of the AI service in `/health/ready` and, once for each trouble, in the log.
struct ServiceNote: Sendable {
    let health: HealthRegistry
    let logger: Logger

    func note(_ error: AIServiceError?) {
        guard let error else { return health.ready(AIWorkerMain.healthPart) }
        guard health.failed(AIWorkerMain.healthPart, error.message) else { return }
        logger.error(
            "the AI service gives no drafts",
            metadata: ["code": "\(error.code.rawValue)", "reason": "\(error.message)"])
    }
}
