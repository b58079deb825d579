/// Reads declared variables from a source and collects every fault on the way.
///
/// After a fault, ``read(_:)`` gives the variable's example so that reading can go on to the next one. Such a value
/// goes nowhere: who started the reader asks for ``faults`` first.
public struct ConfigurationReader: Sendable {
    /// A variable that was read, as people may see it.
    public struct Setting: Sendable, Equatable {
        public let key: String
        /// `***` for a secret, empty when it is not set.
        public let shown: String
        public let origin: ConfigurationSource.Origin
    }

    public private(set) var faults: [ConfigurationFault] = []
    /// In the order of reading, each variable once and where it was read last.
    public private(set) var settings: [Setting] = []
    private let source: ConfigurationSource
    private var context: VariableContext

    public init(_ source: ConfigurationSource) {
        self.source = source
        context = VariableContext(files: source.files)
        for fault in source.dotEnv.faults {
            faults.append(ConfigurationFault("\(source.dotEnvPath) line \(fault.line)", fault.problem))
        }
        // Every check of an http address needs these hosts, whichever variable is read first.
        context.plainHTTPHosts = Set(read(RuntimeVariables.plainHTTPHosts).map { $0.lowercased() })
    }

    public mutating func read<Value>(_ variable: Variable<Value>) -> Value {
        let text: (text: String, origin: ConfigurationSource.Origin)?
        do {
            text =
                try variable.type.isSetThroughFile
                ? source.value(variable.key, orFileIn: variable.fileKey) : source.value(variable.key)
        } catch {
            return fail(variable, error.problem)
        }
        guard let text else {
            guard case .standard(let value) = variable.presence else {
                return fail(variable, "is required and not set")
            }
            // A default is held to the same checks: a file that it names may be missing.
            let written = variable.type.write(value)
            return written.isEmpty ? accept(variable, value, .standard) : parse(variable, written, .standard)
        }
        return parse(variable, text.text, text.origin)
    }

    /// Records a fault that only shows when several variables are seen together.
    public mutating func fail<Value>(_ variable: Variable<Value>, because problem: String) {
        _ = fail(variable, problem)
    }

    private mutating func parse<Value>(
        _ variable: Variable<Value>, _ text: String, _ origin: ConfigurationSource.Origin
    ) -> Value {
        do {
            return accept(variable, try variable.type.read(text, context), origin)
        } catch {
            let place = origin == .environment ? "" : " (\(origin))"
            return fail(variable, error.problem + place)
        }
    }

    private mutating func accept<Value>(
        _ variable: Variable<Value>, _ value: Value, _ origin: ConfigurationSource.Origin
    ) -> Value {
        settings.removeAll { $0.key == variable.key }
        settings.append(Setting(key: variable.key, shown: variable.type.show(value), origin: origin))
        return value
    }

    private mutating func fail<Value>(_ variable: Variable<Value>, _ problem: String) -> Value {
        let fault = ConfigurationFault(variable.key, problem, example: variable.declaration.exampleLine)
        if !faults.contains(fault) { faults.append(fault) }
        return variable.example
    }
}
