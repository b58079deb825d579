/// MongoDB.
public enum DatabaseVariables {
    public static let uri = Variable<ConnectionAddress>(
        "MONGODB_URI",
        "The database: a replica set, because transactions need one. The name behind the / is the database's "
            + "(switchboard when there is none); tls=true uses TLS.",
        type: .connection(schemes: ["mongodb", "mongodb+srv"]), standard: .localDatabase)

    public static let threads = Variable<Int>(
        "SWITCHBOARD_MONGODB_THREADS", "How many transactions a service runs at the same time.",
        type: .integer(1...64), standard: 4)
}

extension ConnectionAddress {
    static let localDatabase = ConnectionAddress(
        local: "mongodb", port: 27017, path: "switchboard", options: [Option(name: "replicaSet", value: "rs0")])
}
