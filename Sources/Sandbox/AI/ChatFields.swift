/// Typed reading of a request's members. A null member counts as absent, as in the service.
struct ChatFields {
    let members: [String: JSONValue]

    func value(_ name: String) -> JSONValue? {
        guard let value = members[name], !value.isNull else { return nil }
        return value
    }

    func string(_ name: String) throws(AIFailure) -> String? {
        guard let value = value(name) else { return nil }
        guard let string = value.string else { throw .wrongType(name, expected: "a string", got: value) }
        return string
    }

    func bool(_ name: String) throws(AIFailure) -> Bool? {
        guard let value = value(name) else { return nil }
        guard let bool = value.bool else { throw .wrongType(name, expected: "a boolean", got: value) }
        return bool
    }

    func integer(_ name: String, _ range: ClosedRange<Int>) throws(AIFailure) -> Int? {
        guard let value = value(name) else { return nil }
        guard let integer = value.int else { throw .wrongType(name, expected: "an integer", got: value) }
        if integer < range.lowerBound {
            throw .invalid(
                "Invalid '\(name)': integer below minimum value. Expected a value >= \(range.lowerBound), "
                    + "but got \(integer) instead.", param: name, code: "integer_below_min_value")
        }
        if integer > range.upperBound {
            throw .invalid(
                "Invalid '\(name)': integer above maximum value. Expected a value <= \(range.upperBound), "
                    + "but got \(integer) instead.", param: name, code: "integer_above_max_value")
        }
        return integer
    }

    func checkNumber(_ name: String, _ range: ClosedRange<Double>) throws(AIFailure) {
        guard let value = value(name) else { return }
        guard let number = value.double else { throw .wrongType(name, expected: "a decimal", got: value) }
        if number < range.lowerBound {
            throw .invalid(
                "Invalid '\(name)': decimal below minimum value. Expected a value >= \(Int(range.lowerBound)), "
                    + "but got \(number) instead.", param: name, code: "decimal_below_min_value")
        }
        if number > range.upperBound {
            throw .invalid(
                "Invalid '\(name)': decimal above maximum value. Expected a value <= \(Int(range.upperBound)), "
                    + "but got \(number) instead.", param: name, code: "decimal_above_max_value")
        }
    }

    /// One sequence or up to four.
    func stop() throws(AIFailure) -> [String] {
        guard let value = value("stop") else { return [] }
        if let one = value.string { return [one] }
        guard let several = value.array?.compactMap(\.string), several.count == value.array?.count else {
            throw .wrongType("stop", expected: "a string or an array of strings", got: value)
        }
        guard several.count <= 4 else {
            throw .invalid(
                "Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with "
                    + "length \(several.count) instead.", param: "stop", code: "array_above_max_length")
        }
        return several
    }

    func format() throws(AIFailure) -> ChatRequest.Format {
        guard let value = value("response_format") else { return .text }
        switch value["type"]?.string {
        case "text": return .text
        case "json_object": return .jsonObject
        case "json_schema":
            guard let wrapper = value["json_schema"] else { throw .missing("response_format.json_schema") }
            guard wrapper["name"]?.string != nil else { throw .missing("response_format.json_schema.name") }
            return .jsonSchema(wrapper["schema"] ?? [:])
        case nil: throw .missing("response_format.type")
        case let type?:
            throw .invalid(
                "Invalid value: '\(type)'. Supported values are: 'json_object', 'json_schema', and 'text'.",
                param: "response_format.type", code: "invalid_value")
        }
    }
}
