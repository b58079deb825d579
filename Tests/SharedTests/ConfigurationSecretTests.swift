import Testing

@testable import Shared

@Suite struct `Secrets and addresses with passwords` {
    @Test func `a secret prints as three stars in every way of printing`() {
        struct Holder { var key = Secret("hunter2") }
        let secret = Secret("hunter2")
        var dumped = ""
        dump(Holder(), to: &dumped)
        for text in [
            "\(secret)", String(reflecting: secret), String(describing: Holder()), dumped, "\(Optional(secret) as Any)",
        ] {
            #expect(!text.contains("hunter2"), "\(text)")
            #expect(text.contains("***"), "\(text)")
        }
        #expect(Mirror(reflecting: secret).children.allSatisfy { "\($0.value)" == "***" })
        #expect(secret.reveal() == "hunter2")
    }

    @Test func `an address prints without its passwords and reveals them to the client`() throws {
        let text = "amqps://me:p%40ss@broker.example:5671/%2f?heartbeat=10"
        let address = try ConnectionAddress(text, schemes: ["amqp", "amqps"])
        #expect(address.description == "amqps://me:***@broker.example:5671/%2f?heartbeat=10")
        #expect(address.reveal() == text)
        #expect(address.path == "%2f")
        #expect(address.hosts == [.init(name: "broker.example", port: 5671)])
        var dumped = ""
        dump(address, to: &dumped)
        #expect(!dumped.contains("p%40ss"))
    }

    @Test func `an address of several hosts with options is read, and passwords among the options are masked`() throws {
        let address = try ConnectionAddress(
            "mongodb://u:x@a:1,[::1]:2,C/db?replicaSet=rs0&tlsCertificateKeyFilePassword=pw", schemes: ["mongodb"])
        #expect(address.hosts.map(\.name) == ["a", "::1", "c"])
        #expect(address.hosts.map(\.port) == [1, 2, nil])
        #expect(address.path == "db")
        #expect(address.options.first == .init(name: "replicaSet", value: "rs0"))
        #expect(!"\(address)".contains("pw") && !"\(address)".contains(":x@"))
    }

    @Test(arguments: [
        "amqp://guest:se cret@host/", "http://secret@host/", "amqp://", "amqp://secret:@",
        "amqp://u:sec/ret@host:5672/",
        "amqp://host:70000/", "amqp://[::1/", "secret", "amqp://u:secret@host:+1/", "amqp://[::1]secret/",
    ])
    func `what is no address is refused without quoting it`(text: String) {
        do {
            _ = try ConnectionAddress(text, schemes: ["amqp"])
            Issue.record("accepted \(text)")
        } catch {
            #expect(!error.problem.contains("secret") && !error.problem.contains("ret@"))
        }
    }

    @Test func `built-in addresses are the same as their text read`() throws {
        let broker = ConnectionAddress.localBroker
        #expect(broker.reveal() == "amqp://guest:guest@127.0.0.1:5672/")
        #expect(try ConnectionAddress(broker.reveal(), schemes: ["amqp"]) == broker)
        let database = ConnectionAddress.localDatabase
        #expect(database.reveal() == "mongodb://127.0.0.1:27017/switchboard?replicaSet=rs0")
        #expect(try ConnectionAddress(database.reveal(), schemes: ["mongodb"]) == database)
    }

    @Test(arguments: [
        ("localhost", true), ("LOCALHOST", true), ("a.localhost", true), ("127.0.0.1", true), ("127.255.0.9", true),
        ("::1", true), ("128.0.0.1", false), ("127.0.0.1.example.org", false), ("localhost.example.org", false),
        ("127.0.0.256", false), ("127.1", false), ("0.0.0.0", false),
    ])
    func `loopback is told from everything else`(host: String, expected: Bool) {
        #expect(Loopback.contains(host) == expected)
    }
}
