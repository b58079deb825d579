/// The changes of a collection as they happen. It is a hint that something is there to look for, never the only way to
/// find it: changes are missed while nobody watches.
public struct MongoChangeStream: AsyncSequence, Sendable {
    let reader: ChangeStreamReader

    /// One change.
    public struct Change: Sendable {
        /// The server's event (MongoDB manual, "Change Events").
        public let event: BSONDocument

        /// `insert`, `update`, `replace`, `delete`, `drop`, `invalidate` …
        public var operation: String { event["operationType"]?.stringValue ?? "" }
        /// The `_id` of the document.
        public var documentID: BSONValue? { event["documentKey"]?.documentValue?["_id"] }
        /// The whole document, for an insert or a replacement.
        public var fullDocument: BSONDocument? { event["fullDocument"]?.documentValue }
        /// Where to go on after this change: `resumeAfter` of
        /// ``MongoClient/watch(_:in:pipeline:resumeAfter:isolation:_:)``.
        public var resumeToken: BSONDocument? { event["_id"]?.documentValue }
    }

    public func makeAsyncIterator() -> Iterator { Iterator(reader: reader) }

    public struct Iterator: AsyncIteratorProtocol {
        let reader: ChangeStreamReader

        /// The next change; `nil` once the client is closed or the task is cancelled, within a second of it.
        ///
        /// No more than one batch (100 changes) is read ahead: the server keeps the rest until it is asked for.
        public mutating func next() async throws -> Change? {
            while !Task.isCancelled {
                switch try await reader.next() {
                case .change(let bytes): return Change(event: try BSONDocument(bytes: bytes))
                case .nothing: continue
                case .end: return nil
                }
            }
            return nil
        }
    }
}

extension MongoClient {
    /// Watches a collection for as long as the body runs, on a thread and a connection of its own. At most 4 at a time.
    ///
    /// ```swift
    /// try await client.watch("outbox", pipeline: [["$match": ["operationType": "insert"]]]) { changes in
    ///     for try await _ in changes { dispatcher.wake() }
    /// }
    /// ```
    ///
    /// The stream is open before the body begins, so a change made after that is seen. The library resumes it once by
    /// itself when the connection breaks; after that an error is thrown, and the caller watches again.
    ///
    /// - Parameters:
    ///   - pipeline: stages that choose or shape the changes.
    ///   - resumeAfter: a change's ``MongoChangeStream/Change/resumeToken``; from now on when `nil`.
    /// - Throws: what the body throws; `standalone`, `connection`, `poolExhausted` (too many streams), `closed`.
    public func watch<R>(
        _ collection: String, in database: String? = nil, pipeline: [BSONDocument] = [],
        resumeAfter: BSONDocument? = nil, isolation: isolated (any Actor)? = #isolation,
        _ body: (MongoChangeStream) async throws -> R
    ) async throws -> R {
        let reader = ChangeStreamReader(pool: pool)
        try add(reader)
        do {
            try await reader.start()
            try await reader.open(
                database: database ?? databaseName, collection: collection, pipeline: pipeline, resumeAfter: resumeAfter
            )
            let result = try await body(MongoChangeStream(reader: reader))
            await end(reader)
            return result
        } catch {
            await end(reader)
            throw error
        }
    }

    private func end(_ reader: ChangeStreamReader) async {
        await reader.end()
        remove(reader)
    }
}
