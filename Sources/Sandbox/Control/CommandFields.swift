/// Why a command was refused; `message` names the field, what is allowed and what came.
struct CommandRefusal: Error, Sendable, Equatable {
    var status: Int
    var message: String

    static func invalid(_ message: String) -> CommandRefusal {
        CommandRefusal(status: 400, message: message)
    }
}

/// A command's JSON body, read field by field. An empty body is an empty object; an unknown field is refused, since it
/// is nearly always a misspelt one.
struct CommandFields: Sendable {
    private let members: [String: JSONValue]

    init(_ request: PeerRequest, allowed: Set<String>) throws(CommandRefusal) {
        guard !request.body.isEmpty else {
            members = [:]
            return
        }
        guard let json = try? request.json(), case .object(let members) = json else {
            throw .invalid("the body must be a JSON object")
        }
        if let unknown = members.keys.filter({ !allowed.contains($0) }).min() {
            throw .invalid("unknown field \(unknown); known are: \(allowed.sorted().joined(separator: ", "))")
        }
        self.members = members
    }

    func contains(_ name: String) -> Bool {
        members[name] != nil
    }

    func string(_ name: String) throws(CommandRefusal) -> String? {
        guard let value = members[name] else { return nil }
        guard let string = value.string, !string.isEmpty else {
            throw .invalid("\(name) must be a string that is not empty")
        }
        return string
    }

    func required(_ name: String) throws(CommandRefusal) -> String {
        guard let string = try string(name) else { throw .invalid("\(name) is missing") }
        return string
    }

    func integer(_ name: String, in range: ClosedRange<Int>, default fallback: Int) throws(CommandRefusal) -> Int {
        guard let value = members[name] else { return fallback }
        guard let integer = value.int, range.contains(integer) else {
            throw .invalid("\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return integer
    }

    func number(_ name: String, in range: ClosedRange<Double>, default fallback: Double) throws(CommandRefusal)
        -> Double
    {
        guard let value = members[name] else { return fallback }
        guard let number = value.double, range.contains(number) else {
            throw .invalid("\(name) must be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func bool(_ name: String) throws(CommandRefusal) -> Bool {
        guard let value = members[name] else { return false }
        guard let bool = value.bool else { throw .invalid("\(name) must be true or false") }
        return bool
    }

    /// A list of an enum's raw values, empty when the field is absent.
    func choices<Choice: RawRepresentable & CaseIterable>(
        _ name: String, atMost most: Int
    ) throws(CommandRefusal) -> [Choice] where Choice.RawValue == String {
        guard let value = members[name] else { return [] }
        guard case .array(let items) = value, items.count <= most else {
            throw .invalid("\(name) must be a list of at most \(most)")
        }
        var choices: [Choice] = []
        for item in items {
            guard let choice = item.string.flatMap({ Choice(rawValue: $0) }) else {
                let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
                throw .invalid("each of \(name) must be one of: \(known)")
            }
            choices.append(choice)
        }
        return choices
    }

    /// One of an enum's raw values, nil when the field is absent.
    func choice<Choice: RawRepresentable & CaseIterable>(_ name: String) throws(CommandRefusal) -> Choice?
    where Choice.RawValue == String {
        guard let string = try string(name) else { return nil }
        guard let choice = Choice(rawValue: string) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalid("\(name) must be one of: \(known)")
        }
        return choice
    }
}
