/// Finds names that look like ours and are not: a misspelt variable otherwise does nothing, silently.
enum UnknownNames {
    /// Names that the Makefile, the tests, fault runs and the loader read; never an error here.
    private static let others: Set<String> = [
        ConfigurationLoader.dotEnvKey, "SWITCHBOARD_STOP_WITH_STDIN", "SWITCHBOARD_STRICT",
        "SWITCHBOARD_UPDATE_GENERATED", "SWITCHBOARD_SANDBOX_PORT", "SWITCHBOARD_LOCAL_DIR", "SWITCHBOARD_MONGOD",
        FailPoint.variable,
    ]
    private static let otherPrefixes = ["SWITCHBOARD_TEST_", "SWITCHBOARD_RUN_", "SWITCHBOARD_CHAOS_"]

    /// One warning for each unknown `SWITCHBOARD_…` name, and for each name in `.env` that is one slip away from ours.
    static func warnings(in source: ConfigurationSource) -> [ConfigurationFault] {
        let declarations = VariableCatalog.all
        let known = declarations.map(\.key) + declarations.filter(\.isSetThroughFile).map { $0.key + "_FILE" }
        let knownSet = Set(known)
        return source.names.sorted { $0.name < $1.name }.compactMap { name, origin in
            guard !knownSet.contains(name), !others.contains(name),
                !otherPrefixes.contains(where: { name.hasPrefix($0) })
            else { return nil }
            let nearest = nearest(to: name, in: known)
            let isOurs = name.hasPrefix("SWITCHBOARD_")
            let isSlip = origin != .environment && nearest.map { $0.distance <= 2 } ?? false
            guard isOurs || isSlip else { return nil }
            let suggestion = nearest.map { "; did you mean \($0.name)?" } ?? ""
            return ConfigurationFault(name, "(\(origin)) is not a variable of Switchboard" + suggestion)
        }
    }

    /// The known name with the fewest slips; nil when all are too far away to be meant.
    static func nearest(to name: String, in known: [String]) -> (name: String, distance: Int)? {
        let limit = max(2, name.utf8.count / 4)
        let best = known.map { (name: $0, distance: distance(name, $0)) }.min { $0.distance < $1.distance }
        return best.flatMap { $0.distance <= limit ? $0 : nil }
    }

    /// Letters to insert, remove, replace or swap with their neighbour to get from one name to the other.
    static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, byte) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var best = min(last[column + 1] + 1, current[column] + 1, last[column] + (byte == other ? 0 : 1))
                if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
