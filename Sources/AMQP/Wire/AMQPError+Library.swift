import CRabbitMQ

/// What librabbitmq's status codes mean to the person who reads the log.
extension AMQPError {
    /// No TCP or TLS connection came about.
    static func notConnected(status: Int32, _ configuration: AMQPConfiguration) -> AMQPError {
        let address = configuration.address
        switch amqp_status_enum_(status) {
        case AMQP_STATUS_HOSTNAME_RESOLUTION_FAILED:
            return AMQPError(
                .connect,
                "The host '\(configuration.host)' is not known: correct the host of the AMQP URL, or the DNS.")
        case AMQP_STATUS_TIMEOUT:
            return AMQPError(
                .connect,
                "\(address) did not answer within \(configuration.connectTimeout): check the address, and that no "
                    + "firewall drops the packets.")
        case AMQP_STATUS_SSL_PEER_VERIFY_FAILED:
            return AMQPError(
                .tls,
                "The certificate of \(address) is not signed by a known authority: set the CA file to the one that "
                    + "signed it.")
        case AMQP_STATUS_SSL_HOSTNAME_VERIFY_FAILED:
            return AMQPError(
                .tls,
                "The certificate of \(address) is for another name: use the name in the certificate as the URL's host.")
        case AMQP_STATUS_SSL_ERROR, AMQP_STATUS_SSL_CONNECTION_FAILED:
            return AMQPError(
                .tls,
                "The TLS handshake with \(address) failed: check that the port speaks TLS (amqps, usually 5671), and "
                    + "the CA file.")
        default:
            return AMQPError(
                .connect,
                "No connection to \(address) (\(text(status))): start RabbitMQ there, or correct the AMQP URL.")
        }
    }

    /// The connection stands, and the login got no answer that could be understood.
    static func notLoggedIn(status: Int32, _ configuration: AMQPConfiguration) -> AMQPError {
        if amqp_status_enum_(status) == AMQP_STATUS_TIMEOUT {
            return AMQPError(
                .connect,
                "\(configuration.address) accepted the connection and then kept silent for "
                    + "\(configuration.connectTimeout): check that RabbitMQ is up and that the port is its AMQP port.")
        }
        return AMQPError(
            .connect,
            "\(configuration.address) broke off the login (\(text(status))): check that it is an AMQP port of RabbitMQ"
                + (configuration.usesTLS ? "." : " without TLS (amqps if it has TLS)."))
    }

    /// The broker refused the login.
    static func loginRefused(code: Int, text: String, _ configuration: AMQPConfiguration) -> AMQPError {
        switch code {
        case 403:
            AMQPError(
                .authentication,
                "RabbitMQ at \(configuration.address) refused the user '\(configuration.user)': correct user and "
                    + "password of the AMQP URL. (The user guest may only log in from the same machine.)",
                brokerCode: code, brokerText: text)
        case 530:
            AMQPError(
                .accessRefused,
                "RabbitMQ at \(configuration.address) does not let '\(configuration.user)' into the virtual host "
                    + "'\(configuration.virtualHost)': create it (rabbitmqctl add_vhost), give the user permissions "
                    + "there (rabbitmqctl set_permissions), or correct the AMQP URL.",
                brokerCode: code, brokerText: text)
        default:
            closedByBroker("the connection at the login", code: code, text: text)
        }
    }

    /// A connection that stood is lost.
    static func connectionLost(status: Int32) -> AMQPError {
        switch amqp_status_enum_(status) {
        case AMQP_STATUS_HEARTBEAT_TIMEOUT:
            AMQPError(
                .closed,
                "RabbitMQ kept silent for two heartbeats, so the connection counts as dead: connect again.")
        case AMQP_STATUS_BAD_AMQP_DATA, AMQP_STATUS_UNKNOWN_CLASS, AMQP_STATUS_UNKNOWN_METHOD,
            AMQP_STATUS_UNEXPECTED_STATE, AMQP_STATUS_TABLE_TOO_BIG:
            AMQPError(.protocolViolation, "RabbitMQ's answer was not understood (\(text(status))): connect again.")
        default:
            AMQPError(.closed, "The connection to RabbitMQ was lost (\(text(status))): connect again.")
        }
    }

    private static func text(_ status: Int32) -> String {
        amqp_error_string2(status).map { String(cString: $0) } ?? "status \(status)"
    }
}
