import AMQP
import Testing

@Suite struct ConfigurationTests {
    @Test func everyPartOfTheURLIsRead() throws {
        let configuration = try AMQPConfiguration(
            url: "amqp://us%40er:p%3Ass%2Fw%C3%B6rd@rabbit.example:5673/a%2Fb?heartbeat=7&connection_timeout=2500")
        #expect(configuration.user == "us@er")
        #expect(configuration.password == "p:ss/wörd")
        #expect(configuration.host == "rabbit.example")
        #expect(configuration.port == 5673)
        #expect(configuration.virtualHost == "a/b")
        #expect(configuration.heartbeat == .seconds(7))
        #expect(configuration.connectTimeout == .milliseconds(2500))
        #expect(!configuration.usesTLS)
    }

    @Test(arguments: ["amqp://localhost", "amqp://localhost/", "amqp://localhost/%2f", "AMQP://localhost"])
    func whatIsLeftOutIsAsRabbitMQHasIt(url: String) throws {
        let configuration = try AMQPConfiguration(url: url)
        #expect(configuration.host == "localhost")
        #expect(configuration.port == 5672)
        #expect(configuration.user == "guest")
        #expect(configuration.password == "guest")
        #expect(configuration.virtualHost == "/")
        #expect(configuration.heartbeat == .seconds(10))
    }

    @Test func amqpsMeansTLSOnItsOwnPort() throws {
        let configuration = try AMQPConfiguration(url: "amqps://host/?cacertfile=%2Fetc%2Fca.pem&verify=verify_none")
        #expect(configuration.usesTLS)
        #expect(configuration.port == 5671)
        #expect(configuration.caFile == "/etc/ca.pem")
    }

    @Test func anIPv6AddressStandsInBrackets() throws {
        let configuration = try AMQPConfiguration(url: "amqp://u:p@[::1]:5673/v")
        #expect(configuration.host == "::1")
        #expect(configuration.port == 5673)
        #expect(try AMQPConfiguration(url: "amqp://[fe80::2]").port == 5672)
    }

    @Test func aPasswordWithAnUnescapedAtSignStillWorks() throws {
        let configuration = try AMQPConfiguration(url: "amqp://user:p@ss@host")
        #expect(configuration.password == "p@ss")
        #expect(configuration.host == "host")
    }

    @Test(arguments: [
        "", "localhost", "http://localhost", "amqp://host:0", "amqp://host:70000", "amqp://host:port",
        "amqp://[::1", "amqp://[::1]x", "amqp://secret%zz@host", "amqp://u:secret%2@host", "amqp://u:secret%ff@host",
        "amqp://u:secret%00@host", "amqp://host/a/b", "amqp://host?heartbeat=0", "amqp://host?heartbeat=soon",
        "amqp://host?connection_timeout=-1", "amqp://host/#secret",
    ])
    func aURLThatCannotBeUsedIsRefusedWithoutRepeatingIt(url: String) throws {
        let error = #expect(throws: AMQPError.self) { try AMQPConfiguration(url: url) }
        #expect(error?.code == .invalidArgument)
        #expect(error?.isRetriable == false)
        #expect(error?.message.contains("secret") == false)
    }

    @Test func thePasswordIsShownNowhere() throws {
        let configuration = try AMQPConfiguration(url: "amqp://user:hunter2@host/v")
        #expect("\(configuration)" == "amqp://user:***@host:5672/v")
        var dumped = ""
        dump(configuration, to: &dumped)
        for text in [String(reflecting: configuration), String(describing: [configuration]), dumped] {
            #expect(!text.contains("hunter2"))
        }
    }
}
