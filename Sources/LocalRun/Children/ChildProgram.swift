import Shared

/// A program that belongs to the run.
struct ChildProgram: Sendable, Equatable {
    var name: String
    var path: String
    var arguments: [String] = []
    /// Beyond this process's own environment.
    var environment: [String: String] = [:]
    /// Beyond that, for its first start alone.
    var firstEnvironment: [String: String] = [:]
    /// `http://host:port` of its admin endpoint; nil for the sandbox.
    var admin: String?

    /// The program as it is started for the n-th time, from 0.
    func started(_ time: Int) -> ChildProgram {
        var program = self
        if time == 0 { program.environment.merge(firstEnvironment) { $1 } }
        program.firstEnvironment = [:]
        return program
    }
}

extension ChildProgram {
    /// The four services, each with an admin endpoint of its own.
    ///
    /// - Parameters:
    ///   - environment: what all of them are told.
    ///   - first: what one of them is told at its first start alone.
    static func services(
        in binaries: String, environment: [String: String], ports: (Int) -> Int = { FreePort.orAnother(9101 + $0) },
        first: (ServiceName) -> [String: String] = { _ in [:] }
    ) -> [ChildProgram] {
        ServiceName.allCases.enumerated().map { index, service in
            let port = ports(index)
            let word = String(service.rawValue.uppercased().map { $0 == "-" ? "_" : $0 })
            return ChildProgram(
                name: service.rawValue, path: "\(binaries)/\(service.rawValue)",
                environment: environment.merging(["SWITCHBOARD_\(word)_ADMIN_PORT": "\(port)"]) { $1 },
                firstEnvironment: first(service), admin: "http://127.0.0.1:\(port)")
        }
    }
}
