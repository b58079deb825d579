import UnixSignals

/// How something ended that a person may stop.
enum RunEnd<Value: Sendable>: Sendable {
    case finished(Value)
    case failed(String)
    /// By SIGINT or SIGTERM; what ran was cancelled and has ended.
    case signalled

    static func of(_ body: @escaping @Sendable () async throws -> Value) async -> RunEnd {
        await withTaskGroup(of: RunEnd.self) { group in
            group.addTask {
                do {
                    return .finished(try await body())
                } catch is CancellationError {
                    return .signalled
                } catch {
                    return .failed("\(error)")
                }
            }
            group.addTask {
                for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) { break }
                return .signalled
            }
            let end = await group.next() ?? .signalled
            group.cancelAll()
            return end
        }
    }
}
