import Foundation
import Shared
import Subprocess
import SystemPackage
import Testing
import Yams

/// `docker-compose.yml`: what can be held without Docker.
struct ComposeTests {
    private struct File: Decodable {
        var services: [String: Container]
    }

    private struct Container: Decodable {
        var environment: [String: String?]?
        var ports: [String]?
        var user: String?
        var readOnly: Bool?
        var drop: [String]?
        var security: [String]?

        var names: Set<String> { Set((environment ?? [:]).keys) }

        enum CodingKeys: String, CodingKey {
            case environment, ports, user
            case readOnly = "read_only"
            case drop = "cap_drop"
            case security = "security_opt"
        }
    }

    private let file: File

    init() throws {
        file = try YAMLDecoder().decode(File.self, from: Checkout.text("docker-compose.yml"))
    }

    @Test(arguments: ServiceName.allCases)
    func `A service is given exactly the variables that it reads`(_ service: ServiceName) throws {
        let container = try #require(file.services[service.rawValue])
        let declared = VariableCatalog.all.filter { $0.services.contains(service) }.map(\.key)
        #expect(container.names.sorted() == declared.sorted())
    }

    @Test(arguments: ServiceName.allCases.map(\.rawValue) + ["sandbox"])
    func `A service can neither write to its image nor gain rights`(_ service: String) throws {
        let container = try #require(file.services[service])
        #expect(container.readOnly == true)
        #expect(container.drop == ["ALL"])
        #expect(container.security?.contains("no-new-privileges:true") == true)
        #expect(container.user == nil, "the image's own user is not root")
    }

    @Test func `Ports are published on loopback only`() {
        let ports = file.services.values.flatMap { $0.ports ?? [] }
        #expect(!ports.isEmpty)
        #expect(ports.allSatisfy { $0.hasPrefix("127.0.0.1:") }, "\(ports)")
    }

    @Test func `The sandbox layer changes only services that there are`() throws {
        let layer = try YAMLDecoder().decode(File.self, from: Checkout.text("deploy/compose/sandbox.yml"))
        let added = Set(layer.services.keys).subtracting(file.services.keys)
        #expect(added == ["google-credentials"])
        for (name, container) in layer.services {
            let known = file.services[name]?.names ?? []
            #expect(container.names.isSubset(of: known), "\(name)")
        }
    }

    @Test(.enabled(if: Checkout.program("docker-compose") != nil, "docker-compose is not installed"))
    func `docker-compose accepts the file and its layer`() async throws {
        let compose = FilePath(try #require(Checkout.program("docker-compose")))
        for layer in [[], ["--file", "deploy/compose/sandbox.yml", "--profile", "sandbox"]] {
            let arguments = ["--file", "docker-compose.yml"] + layer + ["config", "--quiet"]
            let result = try await Subprocess.run(
                .path(compose), arguments: Arguments(arguments),
                workingDirectory: FilePath(Checkout.root.path()), output: .string(limit: 1 << 16),
                error: .combinedWithOutput)
            #expect(result.terminationStatus.isSuccess, "\(result.standardOutput)")
        }
    }
}
