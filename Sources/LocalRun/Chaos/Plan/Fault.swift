import Shared

/// One thing that goes wrong in a fault run. Times are milliseconds.
enum Fault: Sendable, Equatable {
    /// SIGKILL at a moment that nobody chose; the service is started again.
    case kill(ServiceName)
    /// SIGKILL exactly there, once; the service is started again.
    case killAt(ServiceName, FailPoint, time: Int)
    /// SIGSTOP exactly there, once, for so long.
    case stopAt(ServiceName, FailPoint, time: Int, for: Int)
    /// SIGSTOP at a moment that nobody chose.
    case freeze(ServiceName, for: Int)
    /// SIGKILL of the server; it is started again at once.
    case serverKill(Server)
    case serverFreeze(Server, for: Int)
    /// The broker takes no messages.
    case memoryAlarm(for: Int)
    /// The broker closes every connection.
    case connectionsClosed
    /// A queue of the service goes, with all that is in it.
    case queueDeleted(ServiceName, partition: Int)
    /// A message that nobody can decode.
    case poison
    /// What is between the services and the server.
    case network(Server, ProxyMood, for: Int)
    /// The sandbox's own faults; of so many requests in a hundred.
    case peer(String, kind: String, percent: Int, for: Int)

    enum Server: String, Sendable, CaseIterable { case rabbitmq, mongodb }

    /// What `FAULT=` names and the tables list.
    enum Kind: String, Sendable, CaseIterable {
        case kill
        case killAt = "kill-at"
        /// `kill-at` of the scraper while it types; drawn only when it is asked for.
        case killTyping = "kill-typing"
        /// `kill-at` of the Discord relay while it posts, and while people decide; drawn only when it is asked for.
        case killApproving = "kill-approving"
        case stopAt = "stop-at"
        case freeze
        case brokerKill = "broker-kill"
        case brokerFreeze = "broker-freeze"
        case databaseKill = "database-kill"
        case databaseFreeze = "database-freeze"
        case memoryAlarm = "memory-alarm"
        case connectionsClosed = "connections-closed"
        case queueDeleted = "queue-deleted"
        case poison
        case brokerNetwork = "broker-network"
        case databaseNetwork = "database-network"
        case peer
    }

    var kind: Kind {
        switch self {
        case .kill: .kill
        case .killAt: .killAt
        case .stopAt: .stopAt
        case .freeze: .freeze
        case .serverKill(let server): server == .rabbitmq ? .brokerKill : .databaseKill
        case .serverFreeze(let server, _): server == .rabbitmq ? .brokerFreeze : .databaseFreeze
        case .memoryAlarm: .memoryAlarm
        case .connectionsClosed: .connectionsClosed
        case .queueDeleted: .queueDeleted
        case .poison: .poison
        case .network(let server, _, _): server == .rabbitmq ? .brokerNetwork : .databaseNetwork
        case .peer: .peer
        }
    }

    /// What it happens to: of two faults of one target, one would undo the other.
    var target: String {
        switch self {
        case .kill(let service), .killAt(let service, _, _), .stopAt(let service, _, _, _), .freeze(let service, _):
            service.rawValue
        case .serverKill(.mongodb), .serverFreeze(.mongodb, _): "mongodb"
        case .serverKill, .serverFreeze, .memoryAlarm, .connectionsClosed, .queueDeleted, .poison: "rabbitmq"
        case .network(let server, _, _): "network \(server.rawValue)"
        case .peer(let peer, _, _, _): "peer \(peer)"
        }
    }

    /// Armed when the service is started; the others are done at their time.
    var failPoint: (service: ServiceName, plan: FailPlan)? {
        switch self {
        case .killAt(let service, let point, let time): (service, FailPlan(point, .kill, time: time))
        case .stopAt(let service, let point, let time, _): (service, FailPlan(point, .stop, time: time))
        default: nil
        }
    }

    /// Dead letters that come of it.
    var deadLetters: Int {
        guard self == .poison else { return 0 }
        return ServiceName.allCases.count { $0.subscriptions.contains(.messageReceived) }
    }
}

extension Fault: CustomStringConvertible {
    var description: String {
        switch self {
        case .kill(let service): "kill \(service.rawValue)"
        case .killAt(let service, let point, let time): "kill \(service.rawValue) at \(point.rawValue)@\(time)"
        case .stopAt(let service, let point, let time, let length):
            "stop \(service.rawValue) at \(point.rawValue)@\(time) for \(length) ms"
        case .freeze(let service, let length): "freeze \(service.rawValue) for \(length) ms"
        case .serverKill(let server): "kill \(server.rawValue)"
        case .serverFreeze(let server, let length): "freeze \(server.rawValue) for \(length) ms"
        case .memoryAlarm(let length): "memory alarm for \(length) ms"
        case .connectionsClosed: "broker closes connections"
        case .queueDeleted(let service, let partition): "delete queue \(service.rawValue).\(partition)"
        case .poison: "poison"
        case .network(let server, let mood, let length): "\(mood.rawValue) \(server.rawValue) for \(length) ms"
        case .peer(let peer, let kind, let percent, let length): "\(peer) \(kind) \(percent)% for \(length) ms"
        }
    }
}
