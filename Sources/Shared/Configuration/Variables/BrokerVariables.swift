/// RabbitMQ. Every service declares the whole topology, so that what is published finds a queue whoever starts first.
public enum BrokerVariables {
    public static let url = Variable<ConnectionAddress>(
        "RABBITMQ_URL",
        "The broker, with user, password, virtual host (%2f for /) and ?heartbeat=<seconds>; amqps uses TLS.",
        type: .connection(schemes: ["amqp", "amqps"]), standard: .localBroker)

    public static let prefix = Variable<String>(
        "RABBITMQ_QUEUE", "What the names of all exchanges and queues begin with.", type: .text(.queuePrefix),
        standard: "switchboard")

    /// Credentials included, as the client takes them.
    public static let managementURL = Variable<ConnectionAddress?>(
        "SWITCHBOARD_RABBITMQ_MANAGEMENT_URL",
        "The management API, with user and password, through which a service checks at its start that the queues are "
            + "what it counts on; without it they are not checked.",
        type: .optional(.connection(schemes: ["http", "https"])), presence: .standard(nil),
        example: .localManagement)

    /// How many queues share a service's work.
    public static func partitions(of service: ServiceName) -> Variable<Int> {
        Variable(
            "SWITCHBOARD_\(service.variableWord)_PARTITIONS",
            "How many queues share the work of \(service.rawValue); all messages of a conversation go to the same one. "
                + "Give all services the same number.",
            type: .integer(1...64), standard: 4)
    }

    public static let prefetch = Variable<Int>(
        "SWITCHBOARD_PREFETCH", "How many messages a service takes from each queue before it has settled the first.",
        type: .integer(1...1000), standard: 32)

    public static let certificateAuthorityFile = Variable<String?>(
        "SWITCHBOARD_RABBITMQ_CA_FILE",
        "The certificates (PEM) that an amqps broker is checked against; without it, those of the system.",
        type: .optional(.path(.file)), presence: .standard(nil), example: "certificates/broker-ca.pem")
}

extension TextRule {
    /// RabbitMQ takes 255 bytes for a name, of which the rest needs some, and keeps `amq.` for itself.
    static let queuePrefix = TextRule("1 to 100 letters, digits, . _ or -, not starting with amq.") { text in
        (1...100).contains(text.utf8.count) && !text.hasPrefix("amq.")
            && text.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0))
                    || "._-".unicodeScalars.contains($0)
            }
    }
}

extension ConnectionAddress {
    /// RabbitMQ as it is installed: its guest user may log in from this machine only.
    static let localBroker = ConnectionAddress(local: "amqp", login: ("guest", "guest"), port: 5672, path: "")
    static let localManagement = ConnectionAddress(local: "http", login: ("guest", "guest"), port: 15672, path: "")
}
