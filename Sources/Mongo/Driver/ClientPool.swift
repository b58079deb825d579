import CMongoC

/// The C library's pool of connections.
///
/// Sendable by this proof:
/// 1. The pointer is a constant.
/// 2. `mongoc_client_pool_t` is the one type of the library that may be used from several threads at once (its manual,
///    "Connection Pooling"), except that nothing else may happen when it is destroyed.
/// 3. ``MongoClient/close()`` alone calls ``destroy()``, once, after its threads have ended and every connection is
/// back.
struct ClientPool: @unchecked Sendable {
    private let pointer: OpaquePointer

    init(copying uri: OpaquePointer) throws(MongoError) {
        var error = bson_error_t()
        guard let pool = mongoc_client_pool_new_with_error(uri, &error) else {
            throw MongoError(
                .configuration, "The connection string of MongoDB cannot be used: its options contradict each other.")
        }
        // Version 2 tells the server's codes from the library's own.
        mongoc_client_pool_set_error_api(pool, 2)
        pointer = pool
    }

    /// A connection, to be given back by the thread that took it. It waits as long as `waitQueueTimeoutMS` says.
    func take() throws(MongoError) -> OpaquePointer {
        guard let client = mongoc_client_pool_pop(pointer) else {
            throw MongoError(
                .poolExhausted, "All connections to MongoDB are in use: raise maxPoolSize, or do less at once.")
        }
        return client
    }

    func giveBack(_ client: OpaquePointer) {
        mongoc_client_pool_push(pointer, client)
    }

    /// Tells the server that our sessions are over and closes all connections. It blocks.
    func destroy() {
        mongoc_client_pool_destroy(pointer)
    }
}
