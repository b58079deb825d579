import Shared

/// Draws faults. Pure.
struct FaultMenu: Sendable {
    /// How often each kind comes; those that take long to heal come less often.
    static let weights: [(weight: Int, element: Fault.Kind)] = [
        (12, .kill), (26, .killAt), (5, .stopAt), (6, .freeze), (5, .brokerKill), (5, .brokerFreeze),
        (6, .databaseKill),
        (6, .databaseFreeze), (5, .memoryAlarm), (4, .connectionsClosed), (3, .queueDeleted), (4, .poison),
        (10, .brokerNetwork), (8, .databaseNetwork), (14, .peer),
    ]

    /// The partitions that services have in a fault run.
    static let partitions = 2

    static func draw(_ kind: Fault.Kind, using random: inout ChaosRandom) -> Fault {
        let service = random.pick(ServiceName.allCases)
        switch kind {
        case .kill: return .kill(service)
        case .killAt:
            let point = random.pick(points(of: service))
            return .killAt(service, point, time: random.within(1...time(of: point)))
        case .killTyping:
            let point = random.pick(typing)
            return .killAt(.scraper, point, time: random.within(1...time(of: point)))
        case .killApproving:
            let point = random.pick(approving)
            return .killAt(.discordRelay, point, time: random.within(1...time(of: point)))
        case .stopAt:
            let point = random.pick(points(of: service))
            return .stopAt(service, point, time: random.within(1...time(of: point)), for: random.within(1_000...5_000))
        case .freeze: return .freeze(service, for: random.within(1_000...6_000))
        case .brokerKill: return .serverKill(.rabbitmq)
        case .brokerFreeze: return .serverFreeze(.rabbitmq, for: random.within(1_500...6_000))
        case .databaseKill: return .serverKill(.mongodb)
        case .databaseFreeze: return .serverFreeze(.mongodb, for: random.within(1_000...6_000))
        case .memoryAlarm: return .memoryAlarm(for: random.within(1_000...4_000))
        case .connectionsClosed: return .connectionsClosed
        case .queueDeleted: return .queueDeleted(service, partition: random.below(partitions))
        case .poison: return .poison
        case .brokerNetwork: return network(.rabbitmq, using: &random)
        case .databaseNetwork: return network(.mongodb, using: &random)
        case .peer:
            let (peer, kinds) = random.pick(peers)
            return .peer(
                peer, kind: random.pick(kinds), percent: random.within(25...80), for: random.within(800...2_500))
        }
    }

    private static func network(_ server: Fault.Server, using random: inout ChaosRandom) -> Fault {
        let mood = random.pick(ProxyMood.faults)
        switch mood {
        // Every connection that is tried meanwhile is reset too.
        case .reset, .half: return .network(server, mood, for: random.within(300...1_500))
        case .blackHole, .slow, .clear: return .network(server, mood, for: random.within(1_500...6_000))
        }
    }

    /// The points that each service can reach.
    static func points(of service: ServiceName) -> [FailPoint] {
        let all: [FailPoint] = [.handlerBefore, .handlerInside, .commitBeforeAck, .ackAfter]
        switch service {
        case .scraper:
            return all + [
                .outboxBeforeMark, .effectAttempted, .pageRecorded, .typingPut, .typingPressed, .typingSeen,
            ]
        case .aiWorker: return all + [.outboxBeforeMark, .aiCompleted]
        case .discordRelay:
            return all + [
                .outboxBeforeMark, .effectAttempted, .effectBeforeRecord, .discordPosted, .discordThreaded,
                .pressAcknowledged, .pressDecided,
            ]
        // It publishes nothing.
        case .sheetsSync: return all + [.sheetsAttempted, .sheetsWritten]
        }
    }

    /// The steps of typing a reply, from the record of the attempt to that of the bubble.
    static let typing: [FailPoint] = [.effectAttempted, .typingPut, .typingPressed, .typingSeen]

    /// What the relay does around Discord's answers: from the record of a post to that of a decision and its card.
    static let approving: [FailPoint] = [
        .effectAttempted, .discordThreaded, .discordPosted, .effectBeforeRecord, .pressAcknowledged, .pressDecided,
        .outboxBeforeMark,
    ]

    /// How often a point is surely reached in a run, or nearly.
    private static func time(of point: FailPoint) -> Int {
        switch point {
        case .sheetsAttempted, .sheetsWritten: 3
        case .typingPut, .typingPressed, .typingSeen, .effectAttempted, .outboxBeforeMark: 5
        default: 8
        }
    }

    /// What the sandbox can do and a retry mends. What is told to a person at once, such as a spent quota, is none of it.
    private static let peers: [(String, [String])] = [
        ("site", ["drop", "answer-lost", "slow", "server-error", "unavailable", "unauthorized", "send-refused"]),
        (
            "discord",
            [
                "drop", "answer-lost", "cut", "slow", "server-error", "bad-gateway", "rate-limited", "gateway-drop",
                "gateway-reconnect", "gateway-invalid-session", "gateway-missed-acks",
            ]
        ),
        ("google", ["drop", "answer-lost", "cut", "slow", "server-error", "unavailable", "rate-limited"]),
        ("ai", ["drop", "answer-lost", "cut", "slow", "server-error", "unavailable", "rate-limited"]),
    ]
}
