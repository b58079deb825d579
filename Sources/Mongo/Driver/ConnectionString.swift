import CMongoC

/// The settings of a client, from its connection string and the product's own.
struct ConnectionString {
    /// The database that the connection string names, if it does.
    let database: String?
    /// How long a caller waits for a thread or a connection.
    let waitQueueTimeout: Duration
    let maxPoolSize: Int
    let pool: ClientPool

    /// Time limits for what the connection string leaves open, in milliseconds.
    private static let limits: [(option: String, milliseconds: Int32)] = [
        (MONGOC_URI_SERVERSELECTIONTIMEOUTMS, 5_000),
        (MONGOC_URI_CONNECTTIMEOUTMS, 5_000),
        (MONGOC_URI_SOCKETTIMEOUTMS, 30_000),
        (MONGOC_URI_WAITQUEUETIMEOUTMS, 10_000),
    ]

    /// How long a write waits for its majority. Without a limit it would wait until the socket's timeout breaks the
    /// connection, and nobody would know why.
    private static let majorityTimeout: Int32 = 10_000

    init(_ text: String, appName: String, connections: Int) throws(MongoError) {
        MongoLibrary.start()
        var error = bson_error_t()
        guard let uri = mongoc_uri_new_with_error(text, &error) else { throw Self.refusal }
        defer { mongoc_uri_destroy(uri) }

        Self.setDurability(uri)
        for (option, milliseconds) in Self.limits where !mongoc_uri_has_option(uri, option) {
            mongoc_uri_set_option_as_int32(uri, option, milliseconds)
        }
        if !mongoc_uri_has_option(uri, MONGOC_URI_APPNAME), !mongoc_uri_set_appname(uri, appName) {
            throw MongoError(.configuration, "The application's name is longer than the 128 bytes that MongoDB takes.")
        }
        if !mongoc_uri_has_option(uri, MONGOC_URI_MAXPOOLSIZE) {
            mongoc_uri_set_option_as_int32(uri, MONGOC_URI_MAXPOOLSIZE, Int32(connections))
        }
        database = mongoc_uri_get_database(uri).map { String(cString: $0) }
        waitQueueTimeout = .milliseconds(
            Int64(mongoc_uri_get_option_as_int32(uri, MONGOC_URI_WAITQUEUETIMEOUTMS, 10_000)))
        maxPoolSize = Int(mongoc_uri_get_option_as_int32(uri, MONGOC_URI_MAXPOOLSIZE, Int32(connections)))
        pool = try ClientPool(copying: uri)
    }

    /// What was written stays written: a majority has it in its journal. The outbox rests on this, so it is not left to
    /// the connection string.
    private static func setDurability(_ uri: OpaquePointer) {
        let write = mongoc_write_concern_new()
        defer { mongoc_write_concern_destroy(write) }
        mongoc_write_concern_set_wmajority(write, majorityTimeout)
        mongoc_write_concern_set_journal(write, true)
        mongoc_uri_set_write_concern(uri, write)
        mongoc_uri_set_option_as_bool(uri, MONGOC_URI_RETRYWRITES, true)

        let read = mongoc_read_concern_new()
        defer { mongoc_read_concern_destroy(read) }
        mongoc_read_concern_set_level(read, MONGOC_READ_CONCERN_LEVEL_MAJORITY)
        mongoc_uri_set_read_concern(uri, read)
    }

    /// The library's own message quotes the connection string, which holds a password.
    private static let refusal = MongoError(
        .configuration,
        "The connection string of MongoDB cannot be read. Write it as "
            + "mongodb://user:password@host:27017/database?replicaSet=rs0, with the characters : / ? # [ ] @ % of a user "
            + "or password percent-encoded.")
}

/// The C library, set up once a process.
enum MongoLibrary {
    /// May be called any number of times, from any thread.
    static func start() { _ = once }

    private static let once: Void = {
        // Every fault reaches the caller as an error; the library's log would repeat it on standard error, in another
        // format and with addresses in it.
        mongoc_log_set_handler(nil, nil)
        // There is no mongoc_cleanup: it must come after every thread has let go of the library, which nobody knows at
        // the end of a process, and the system takes the memory back in any case.
        mongoc_init()
    }()
}
