import Foundation
import Shared

/// Writes schemas/asyncapi.yaml from the event names and what services subscribe to.
enum AsyncAPIDocument {
    /// Which service makes which events; what each consumes is `ServiceName.subscriptions`.
    static func publications(of service: ServiceName) -> [EventName] {
        let own: [EventName] =
            switch service {
            case .scraper:
                [
                    .messageReceived, .messageSent, .messageEdited, .messageDeleted, .messageAttached,
                    .conversationUpdated, .replyDelivered, .replyFailed, .sessionChanged, .selectorsHealed,
                    .selectorsDegraded, .selectorsSettled,
                ]
            case .aiWorker: [.replyDrafted, .replyVoided]
            case .discordRelay:
                [
                    .conversationUpdated, .replyApproved, .replyRejected, .sessionAnswered, .selectorsDecided,
                    .erasureRequested,
                ]
            case .sheetsSync: []
            }
        return own + [.erasureCompleted, .alertRaised, .alertResolved]
    }

    static func text() throws -> String {
        var lines = [
            "# Written from the Swift types by SWITCHBOARD_UPDATE_GENERATED=1 swift test --filter SharedTests.",
            "asyncapi: 3.1.0",
            "info:",
            "  title: Switchboard events",
            "  version: \(SuiteVersion.current)",
            "  description: \(quoted(description))",
            "defaultContentType: \(quoted(EventCoding.contentType))",
            "servers:",
            "  broker:",
            "    host: 127.0.0.1:5672",
            "    protocol: amqp",
            "    protocolVersion: 0.9.1",
            "    description: The RabbitMQ that RABBITMQ_URL names.",
            "channels:",
        ]
        for event in EventName.allCases { lines += channel(event) }
        lines.append("operations:")
        for service in ServiceName.allCases {
            for event in publications(of: service) { lines += operation(service, "send", event) }
            for event in service.subscriptions { lines += operation(service, "receive", event) }
        }
        lines += ["components:", "  messages:"]
        for event in EventName.allCases { lines += try message(event) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static let description = """
        Every event is a CloudEvents 1.0 event in JSON structured mode. It goes to a topic exchange with its name as \
        routing key; order is kept within a correlation id. Names of exchanges begin with RABBITMQ_QUEUE, which is \
        switchboard here.
        """

    private static func channel(_ event: EventName) -> [String] {
        [
            "  \(event):",
            "    address: \(event.rawValue)",
            "    messages:",
            "      \(event):",
            "        $ref: '#/components/messages/\(event)'",
            "    bindings:",
            "      amqp:",
            "        is: routingKey",
            "        exchange:",
            "          name: switchboard.events",
            "          type: topic",
            "          durable: true",
            "          autoDelete: false",
            "          vhost: /",
            "        bindingVersion: 0.3.0",
        ]
    }

    private static func operation(_ service: ServiceName, _ action: String, _ event: EventName) -> [String] {
        [
            "  \(service).\(action).\(event):",
            "    action: \(action)",
            "    summary: \(quoted("\(service.rawValue) \(action)s \(event.rawValue)"))",
            "    channel:",
            "      $ref: '#/channels/\(event)'",
            "    messages:",
            "      - $ref: '#/channels/\(event)/messages/\(event)'",
            "    tags:",
            "      - name: \(service.rawValue)",
        ]
    }

    private static func message(_ event: EventName) throws -> [String] {
        let schema = try SchemaFile(event.schemaFile)
        return [
            "    \(event):",
            "      name: \(event.type)",
            "      summary: \(quoted(schema.root["description"] as? String ?? ""))",
            "      contentType: \(quoted(EventCoding.contentType))",
            "      correlationId:",
            "        location: $message.payload#/correlationid",
            "      payload:",
            "        schemaFormat: application/schema+json;version=draft-2020-12",
            "        schema:",
            "          $ref: ./\(event.rawValue).v1.schema.json",
            "      bindings:",
            "        amqp:",
            "          contentEncoding: utf-8",
            "          messageType: \(event.type)",
            "          bindingVersion: 0.3.0",
        ]
    }

    /// A double-quoted YAML scalar. The texts hold no control characters.
    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
