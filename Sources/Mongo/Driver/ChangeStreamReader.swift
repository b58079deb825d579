import CMongoC
import PollThread

/// The handles of one change stream, on a thread of their own: reading one blocks for up to ``awaitTime``.
actor ChangeStreamReader {
    /// How long the server may wait for a change before it answers that there is none; ending takes as long.
    static let awaitTime = Duration.milliseconds(500)
    /// The most changes read ahead of the consumer.
    static let batchLimit = 100

    private struct Handles {
        let client: OpaquePointer
        let stream: OpaquePointer
    }

    private let pool: ClientPool
    private let thread = PollThread(name: "mongo-watch")
    private var handles: Handles?
    private var isEnded = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(pool: ClientPool) {
        self.pool = pool
    }

    /// Starts the thread; until then every other call waits.
    nonisolated func start() async throws(MongoError) {
        do {
            try thread.start()
        } catch {
            // A thread that was stopped lets go of the calls that wait for it.
            await thread.stop()
            throw MongoError(error)
        }
    }

    /// Opens the stream, so that every change after this returns is seen.
    func open(
        database: String, collection: String, pipeline: [BSONDocument], resumeAfter: BSONDocument?
    ) throws(MongoError) {
        // The client may have been closed while this call was on its way.
        guard !isEnded else { throw .clientClosed }
        let client = try pool.take()
        var isOpen = false
        defer { if !isOpen { pool.giveBack(client) } }
        guard let handle = mongoc_client_get_collection(client, database, collection) else {
            throw MongoError(.command, "There is no memory for a collection.")
        }
        defer { mongoc_collection_destroy(handle) }
        var options: BSONDocument = [
            "maxAwaitTimeMS": .int64(Self.awaitTime.milliseconds), "batchSize": .int32(Int32(Self.batchLimit)),
        ]
        if let resumeAfter { options.append("resumeAfter", .document(resumeAfter)) }
        let stages: BSONDocument = ["pipeline": .array(pipeline.map { .document($0) })]
        let stream = try withCDocument(borrowing: stages) { stages throws(MongoError) in
            try withCDocument(borrowing: options) { options throws(MongoError) in
                mongoc_collection_watch(handle, stages, options)
            }
        }
        guard let stream else { throw MongoError(.command, "There is no memory for a change stream.") }
        if let error = error(of: stream) {
            mongoc_change_stream_destroy(stream)
            throw error
        }
        handles = Handles(client: client, stream: stream)
        isOpen = true
    }

    enum Next: Sendable {
        case change([UInt8])
        /// There was no change for ``awaitTime``.
        case nothing
        case end
    }

    /// The next change, waiting for it no longer than ``awaitTime``.
    func next() throws(MongoError) -> Next {
        guard let stream = handles?.stream else { return .end }
        var document: OpaquePointer?
        if mongoc_change_stream_next(stream, &document), let document {
            return .change(documentBytes(copying: document))
        }
        if let error = error(of: stream) { throw error }
        return .nothing
    }

    /// Gives everything back, on this thread, and ends the thread. It may be called more than once.
    func end() async {
        if let handles {
            mongoc_change_stream_destroy(handles.stream)
            pool.giveBack(handles.client)
            self.handles = nil
        }
        guard !isEnded else { return }
        isEnded = true
        await thread.stop()
    }

    private func error(of stream: OpaquePointer) -> MongoError? {
        var error = bson_error_t()
        var reply: OpaquePointer?
        guard mongoc_change_stream_error_document(stream, &error, &reply) else { return nil }
        return MongoError(error, reply: reply.map { documentBytes(copying: $0) } ?? [])
    }
}
