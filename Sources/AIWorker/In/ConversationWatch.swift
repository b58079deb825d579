import Mongo
import Shared
import Store
import Synchronization

/// Ends work on a message as soon as a newer one of its conversation is stored, or the conversation is forgotten.
///
/// A change stream tells, so that a request under way is cancelled within a moment; it is only a hint. What it misses
/// is found when the work is done, and has cost a request.
final class ConversationWatch: Sendable {
    private struct Work {
        var conversation: String
        var sequence: Int64
        var cancel: @Sendable () -> Void
    }

    private struct State {
        var works: [UInt64: Work] = [:]
        var next: UInt64 = 0
        var superseded: Set<UInt64> = []
    }

    private let state = Mutex(State())

    /// Does something that is worthless once the conversation has a message after `sequence`.
    ///
    /// - Returns: nil when one came, and the work was cancelled.
    func untilNewer<R: Sendable>(
        than sequence: Int64, in conversation: String, _ body: @escaping @Sendable () async throws -> R
    ) async throws -> R? {
        let work = Task { try await body() }
        let id = state.withLock { state in
            state.next += 1
            state.works[state.next] = Work(
                conversation: conversation, sequence: sequence, cancel: { work.cancel() })
            return state.next
        }
        let result = await withTaskCancellationHandler {
            await work.result
        } onCancel: {
            work.cancel()
        }
        let isSuperseded = state.withLock { state in
            state.works[id] = nil
            return state.superseded.remove(id) != nil
        }
        do {
            return try result.get()
        } catch is CancellationError where isSuperseded {
            return nil
        }
    }

    /// A message with this sequence is stored.
    func note(_ sequence: Int64, in conversation: String) {
        let cancels = state.withLock { state in
            let ended = state.works.filter { $0.value.conversation == conversation && $0.value.sequence < sequence }
            for id in ended.keys where state.works[id] != nil { state.superseded.insert(id) }
            return ended.values.map(\.cancel)
        }
        for cancel in cancels { cancel() }
    }

    /// Watches until the task is cancelled. A stream that breaks is opened again.
    func run(_ store: Store) async {
        let field = "updateDescription.updatedFields.lastMessageSequence"
        let stages: [BSONDocument] = [
            [
                "$match": .document([
                    "$or": [
                        .document(["operationType": "update", field: ["$exists": true]]),
                        // The person is forgotten.
                        ["operationType": "delete"],
                    ]
                ])
            ],
            ["$project": .document(["_id": 1, "operationType": 1, "documentKey": 1, field: 1])],
        ]
        var backoff = Backoff.reconnect
        while !Task.isCancelled {
            do {
                try await store.client.watch(ConversationDocument.collection, pipeline: stages) { changes in
                    for try await change in changes {
                        backoff.reset()
                        note(change)
                    }
                }
            } catch {
                // Told by whoever cannot do without the database.
                try? await Task.sleep(for: backoff.next())
            }
        }
    }

    private func note(_ change: MongoChangeStream.Change) {
        if change.event["operationType"] == "delete", let conversation = change.documentID?.stringValue {
            return note(.max, in: conversation)
        }
        let fields = change.event["updateDescription"]?.documentValue?["updatedFields"]?.documentValue
        guard let sequence = fields?["lastMessageSequence"]?.intValue,
            let conversation = change.documentID?.stringValue
        else { return }
        note(Int64(sequence), in: conversation)
    }
}
