/// `Runtime.*`: scripts in a document.
enum RuntimeDomain {
    struct Enable: Command {
        static let method = "Runtime.enable"
        typealias Result = Nothing
    }

    struct RunIfWaitingForDebugger: Command {
        static let method = "Runtime.runIfWaitingForDebugger"
        typealias Result = Nothing
    }

    struct TerminateExecution: Command {
        static let method = "Runtime.terminateExecution"
        typealias Result = Nothing
    }

    struct Evaluate<Value: Decodable & Sendable>: Command {
        static var method: String { "Runtime.evaluate" }
        typealias Result = Evaluation<Value>
        let expression: String
        let uniqueContextId: String
        /// Milliseconds after which a script that does not return is ended.
        let timeout: Int
        let returnByValue = true
        let awaitPromise = true
    }

    struct CallFunctionOn<Value: Decodable & Sendable>: Command {
        static var method: String { "Runtime.callFunctionOn" }
        typealias Result = Evaluation<Value>
        let functionDeclaration: String
        let arguments: [Argument]
        /// Exactly one of the two says where the function runs.
        var uniqueContextId: String?
        var objectId: String?
        var returnByValue = true
        let awaitPromise = true
    }

    /// An argument by value: it never becomes part of a source text.
    struct Argument: Encodable, Sendable {
        let value: any Encodable & Sendable

        private enum CodingKeys: String, CodingKey {
            case value
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(value, forKey: .value)
        }
    }

    struct ReleaseObject: Command {
        static let method = "Runtime.releaseObject"
        typealias Result = Nothing
        let objectId: String
    }

    struct AddBinding: Command {
        static let method = "Runtime.addBinding"
        typealias Result = Nothing
        let name: String
        let executionContextName: String?
    }

    struct ExecutionContextCreated: Decodable, Sendable {
        struct Context: Decodable, Sendable {
            struct AuxiliaryData: Decodable, Sendable {
                let frameId: String?
                let isDefault: Bool?
            }

            let id: Int
            let uniqueId: String
            let name: String
            let auxData: AuxiliaryData?
        }

        let context: Context
    }

    struct ExecutionContextDestroyed: Decodable, Sendable {
        let executionContextId: Int
    }

    struct BindingCalled: Decodable, Sendable {
        let name: String
        let payload: String
        let executionContextId: Int
    }
}
