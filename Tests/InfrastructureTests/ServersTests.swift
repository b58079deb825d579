import Foundation
import Testing

extension LocalTests {
    /// `deploy/local/servers`, for real: each test starts a RabbitMQ and a MongoDB of its own.
    struct ServersTests {
        @Test func `Servers answer on loopback alone, and nothing is left of them once they are stopped`() async throws
        {
            let checkout = try ScratchCheckout()
            defer { checkout.remove() }

            let start = try await checkout.run("servers", "start")
            #expect(start.succeeded, "\(start.output)")
            let ports = try checkout.ports()
            #expect(ports.count == 5)
            for (name, port) in ports {
                let addresses = ListeningSockets.addresses(of: port)
                #expect(!addresses.isEmpty && addresses.isSubset(of: ListeningSockets.loopback), "\(name) \(addresses)")
            }
            let status = try await checkout.run("servers", "status")
            #expect(status.succeeded, "\(status.output)")

            let again = try await checkout.run("servers", "start")
            #expect(again.output.contains("RabbitMQ is running already"), "\(again.output)")
            #expect(again.output.contains("MongoDB is running already"), "\(again.output)")

            let stop = try await checkout.run("servers", "stop")
            #expect(stop.succeeded, "\(stop.output)")
            #expect(checkout.processes.isEmpty)
            #expect(try await !checkout.run("servers", "status").succeeded)
        }

        @Test func `Servers move away from ports that another program took, and survive being killed`() async throws {
            let checkout = try ScratchCheckout()
            defer { checkout.remove() }
            #expect(try await checkout.run("servers", "start").succeeded)
            #expect(try await checkout.run("servers", "stop").succeeded)
            let before = try checkout.ports()

            let others = try ["amqp_port", "epmd_port", "mongodb_port"].map { try Squatter(#require(before[$0])) }
            let moved = try await checkout.run("servers", "start")
            #expect(moved.succeeded, "\(moved.output)")
            let after = try checkout.ports()
            let changed = after.filter { before[$0.key] != $0.value }.keys
            #expect(changed.sorted() == ["amqp_port", "epmd_port", "mongodb_port"])
            #expect(Set(after.values).count == 5)
            for other in others { other.leave() }

            for pid in checkout.processes.keys { kill(pid, SIGKILL) }
            try await eventually(within: .seconds(10), "all are dead") { checkout.processes.isEmpty }
            let restarted = try await checkout.run("servers", "start")
            #expect(restarted.succeeded, "\(restarted.output)")
            #expect(try await checkout.run("servers", "stop").succeeded)
            #expect(checkout.processes.isEmpty)
        }
    }
}
