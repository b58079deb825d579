import CRabbitMQ

extension BrokerHandle {
    /// Connects and logs in, within the configuration's time limits. It blocks the thread meanwhile.
    ///
    /// - Parameter interrupter: gets the socket as soon as there is one, so that a login can be ended from outside.
    static func open(
        _ configuration: AMQPConfiguration, interrupter: SocketInterrupter
    ) throws(AMQPError) -> BrokerHandle {
        guard let state = amqp_new_connection() else {
            throw AMQPError(.resourcesExhausted, "There is no memory for a connection to RabbitMQ.")
        }
        do throws(AMQPError) {
            let socket = try makeSocket(state, configuration)
            let status = crabbitmq_open_socket(
                socket, configuration.host, Int32(configuration.port), configuration.connectTimeout.milliseconds)
            guard status == AMQP_STATUS_OK.rawValue else {
                throw AMQPError.notConnected(status: status, configuration)
            }
            let descriptor = try interrupter.watch(amqp_get_sockfd(state))
            setTimeouts(descriptor, configuration)
            try logIn(state, configuration)
            return BrokerHandle(
                state: state, socket: descriptor, isTLS: configuration.usesTLS, largestFrame: configuration.largestFrame
            )
        } catch {
            amqp_destroy_connection(state)
            interrupter.release()
            throw error
        }
    }

    private static func makeSocket(
        _ state: amqp_connection_state_t, _ configuration: AMQPConfiguration
    ) throws(AMQPError) -> OpaquePointer {
        guard configuration.usesTLS else {
            if let socket = amqp_tcp_socket_new(state) { return socket }
            throw AMQPError(.resourcesExhausted, "There is no memory for a socket.")
        }
        guard let socket = amqp_ssl_socket_new(state) else {
            throw AMQPError(.resourcesExhausted, "OpenSSL gave no TLS context.")
        }
        // librabbitmq 0.11 has no way to the system's default authorities other than their file.
        let caFile = configuration.caFile ?? "/etc/ssl/certs/ca-certificates.crt"
        guard amqp_ssl_socket_set_cacert(socket, caFile) == AMQP_STATUS_OK.rawValue else {
            throw AMQPError(
                .tls, "The file of certificate authorities '\(caFile)' cannot be read: give the path of a PEM file.")
        }
        amqp_ssl_socket_set_verify_peer(socket, 1)
        amqp_ssl_socket_set_verify_hostname(socket, 1)
        guard
            amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST) == AMQP_STATUS_OK.rawValue
        else {
            throw AMQPError(.tls, "The OpenSSL of this machine has no TLS 1.2: install a newer one.")
        }
        return socket
    }

    /// Lets the kernel end a connection whose peer is silent, at about the time the heartbeats would. It has the
    /// library's keepalive after two hours otherwise, and for sent bytes without an answer about fifteen minutes.
    private static func setTimeouts(_ descriptor: Int32, _ configuration: AMQPConfiguration) {
        let seconds = Int32(configuration.heartbeat.components.seconds)
        // A failure leaves the kernel's defaults; the heartbeats and the watch over the thread do not depend on it.
        _ = crabbitmq_set_tcp_timeouts(descriptor, max(5000, 2000 * seconds), seconds, max(1, seconds / 2), 3)
    }

    private static func logIn(
        _ state: amqp_connection_state_t, _ configuration: AMQPConfiguration
    ) throws(AMQPError) {
        crabbitmq_set_handshake_timeout(state, configuration.connectTimeout.milliseconds)
        let arena = Arena()
        var properties = arena.table(clientProperties(configuration))
        // 131,072 bytes is RabbitMQ's own default for a frame, 2,047 that for the number of channels.
        let reply = crabbitmq_login_plain(
            state, arena.cString(configuration.virtualHost), 2047, 131_072,
            Int32(configuration.heartbeat.components.seconds), &properties, arena.cString(configuration.user),
            arena.cString(configuration.password))
        switch reply.reply_type {
        case AMQP_RESPONSE_NORMAL:
            return
        case AMQP_RESPONSE_SERVER_EXCEPTION where reply.reply.id == AMQP_CONNECTION_CLOSE_METHOD:
            let close = reply.reply.decoded.load(as: amqp_connection_close_t.self)
            throw AMQPError.loginRefused(
                code: Int(close.reply_code), text: String(copying: close.reply_text), configuration)
        default:
            throw AMQPError.notLoggedIn(status: reply.library_error, configuration)
        }
    }

    /// What the broker is told about this client. The library itself asks neither for the broker's word when it ends a
    /// consumer nor when it blocks publishing; its own capabilities are merged with these.
    private static func clientProperties(_ configuration: AMQPConfiguration) -> [String: AMQPValue] {
        var properties: [String: AMQPValue] = [
            "product": .string(configuration.product),
            "capabilities": [
                "consumer_cancel_notify": true, "connection.blocked": true, "publisher_confirms": true,
                "basic.nack": true, "authentication_failure_close": true, "exchange_exchange_bindings": true,
            ],
        ]
        if let version = configuration.productVersion { properties["version"] = .string(version) }
        if let name = configuration.connectionName { properties["connection_name"] = .string(name) }
        return properties
    }
}

extension Duration {
    /// Whole milliseconds, rounded up, for the system's calls.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    }
}
