extension MongoClient {
    /// Checks that there is a replica set with a primary that takes writes, as transactions and change streams need.
    ///
    /// - Returns: the name of the set.
    /// - Throws: `standalone` with what to do about it; `serverSelection` when nothing answers or there is no primary.
    @discardableResult
    public func requireReplicaSet() async throws -> String {
        do {
            return try await run { session in
                try ReplicaSet.name(fromHello: session.runCommand(["hello": 1], in: "admin"))
            }
        } catch let error as MongoError where error.code == .serverSelection {
            throw ReplicaSet.withAdvice(error)
        }
    }
}

/// What a server says about its replica set.
enum ReplicaSet {
    static func name(fromHello hello: BSONDocument) throws(MongoError) -> String {
        guard let name = hello["setName"]?.stringValue else {
            // A member that was started with --replSet but never told to begin says so with "isreplicaset".
            throw hello["isreplicaset"]?.boolValue == true ? notInitiated : .standalone
        }
        guard hello["isWritablePrimary"]?.boolValue == true else {
            throw MongoError(
                .serverSelection,
                "The replica set \(name) has no primary that takes writes at the moment: look at rs.status() if this "
                    + "stays so.")
        }
        return name
    }

    /// The library passes over servers that do not fit the connection string, and then finds none.
    static func withAdvice(_ error: MongoError) -> MongoError {
        MongoError(
            .serverSelection,
            "\(error.message) If mongod runs there, it was not started with --replSet, its replica set was never begun with "
                + "rs.initiate(), or it has another name than replicaSet in the connection string.",
            labels: error.labels)
    }

    private static let notInitiated = MongoError(
        .standalone,
        "This MongoDB was started with --replSet, but its replica set does not exist yet: run rs.initiate() once.")
}
