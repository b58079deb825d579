/// What fault runs are told by their environment.
struct ChaosOptions: Sendable {
    /// One run each.
    var plans: [ChaosPlan]
    /// `http://user:password@host:port` of a broker that belongs to these runs alone.
    var management: String
    var brokerURL: String
    /// Of a database server that belongs to these runs alone.
    var databaseURI: String
    /// Where the runs keep their files; what is left of a failed one is under `failed/<seed>`.
    var folder: String
    /// Where the programs are.
    var binaries: String

    init(_ environment: [String: String], executable: String) throws {
        func set(_ key: String) -> String? { environment[key].flatMap { $0.isEmpty ? nil : $0 } }
        func number(_ key: String, or fallback: Int) throws -> Int {
            guard let text = set(key) else { return fallback }
            guard let value = Int(text), value >= 0 else {
                throw RunFault("\(key) must be a whole number, not \(text.prefix(40))")
            }
            return value
        }
        func required(_ key: String) throws -> String {
            guard let value = set(key) else { throw RunFault("\(key) is not set: start this with `make chaos`") }
            return value
        }
        let first = try number("SWITCHBOARD_CHAOS_SEED", or: 1)
        let count = max(1, try number("SWITCHBOARD_CHAOS_RUNS", or: 10))
        var only: Fault.Kind?
        if let text = set("SWITCHBOARD_CHAOS_FAULT") {
            guard let kind = Fault.Kind(rawValue: text) else {
                let known = Fault.Kind.allCases.map(\.rawValue).joined(separator: ", ")
                throw RunFault("SWITCHBOARD_CHAOS_FAULT must be one of: \(known)")
            }
            only = kind
        }
        plans =
            set("SWITCHBOARD_CHAOS_SET") == "short"
            ? ShortSet.plans : (first..<(first + count)).map { ChaosPlan(seed: $0, only: only) }
        management = try required("SWITCHBOARD_RABBITMQ_MANAGEMENT_URL")
        brokerURL = try required("RABBITMQ_URL")
        databaseURI = try required("MONGODB_URI")
        folder = set("SWITCHBOARD_CHAOS_FOLDER") ?? ".local/chaos"
        binaries = executable.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    }
}
