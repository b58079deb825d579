import CurlHTTP
import Glibc
import Shared

/// Does the faults of a run at their times, and mends each.
struct FaultInjector: Sendable {
    /// A point that is not reached within this long after the traffic's end is not reached in this run.
    static let pointLimit = Duration.seconds(3)

    let roster: Roster
    let servers: LocalServers
    let desk: BrokerDesk
    let proxies: [Fault.Server: FaultyProxy]
    let web: WebClient
    /// The sandbox's address.
    let base: String
    let log: RunLog

    /// Returns once every fault is done and mended.
    ///
    /// - Returns: the faults that came about; a fail point that was not reached did not.
    func run(_ plan: ChaosPlan) async throws -> [Fault] {
        try await withThrowingTaskGroup(of: Fault?.self) { group in
            for occasion in plan.occasions {
                group.addTask {
                    let isDone =
                        occasion.fault.failPoint == nil
                        ? try await perform(occasion.fault, after: .milliseconds(occasion.at))
                        : try await reach(occasion.fault, within: .seconds(plan.traffic.seconds) + Self.pointLimit)
                    return isDone ? occasion.fault : nil
                }
            }
            return try await group.reduce(into: []) { if let fault = $1 { $0.append(fault) } }
        }
    }

    private func perform(_ fault: Fault, after wait: Duration) async throws -> Bool {
        try await Task.sleep(for: wait)
        log.note("fault: \(fault)")
        switch fault {
        case .kill(let service): return roster.signal(service.rawValue, SIGKILL)
        case .freeze(let service, let length):
            guard roster.signal(service.rawValue, SIGSTOP) else { return false }
            try await mending(after: length) { roster.signal(service.rawValue, SIGCONT) }
        case .serverKill(let server):
            try await servers.kill(server)
            try await servers.revive(server)
        case .serverFreeze(let server, let length):
            try await servers.freeze(server)
            try await mending(after: length) { try await servers.thaw(server) }
        case .memoryAlarm(let length):
            try await servers.memoryAlarm(true)
            try await mending(after: length) { try await servers.memoryAlarm(false) }
        case .connectionsClosed: try await desk.closeConnections()
        case .queueDeleted(let service, let partition):
            try await desk.delete(queue: "switchboard.\(service.rawValue).\(partition)")
        case .poison: try await desk.publishPoison()
        case .network(let server, let mood, let length):
            try await proxies[server]?.set(mood)
            try await mending(after: length) { try await proxies[server]?.set(.clear) }
        case .peer(let peer, let kind, let percent, let length):
            try await web.send(
                .post, "\(base)/control/fault",
                json: """
                    {"peer":"\(peer)","kind":"\(kind)","rate":\(Double(percent) / 100),\
                    "seconds":\(Double(length) / 1000)}
                    """)
            try await Task.sleep(for: .milliseconds(length))
        case .killAt, .stopAt: return false
        }
        log.note("mended: \(fault)")
        return true
    }

    /// Waits, and mends whatever became of the waiting: a frozen server would outlive a run that was stopped.
    private func mending(after milliseconds: Int, _ mend: @escaping @Sendable () async throws -> Void) async throws {
        let waited: Void? = try? await Task.sleep(for: .milliseconds(milliseconds))
        try await Task { try await mend() }.value
        if waited == nil { throw CancellationError() }
    }

    /// The service ends or stops by itself when it reaches the point; one that stopped goes on after its time.
    private func reach(_ fault: Fault, within limit: Duration) async throws -> Bool {
        guard let service = fault.failPoint?.service.rawValue, let pid = roster.all[service] else { return false }
        let isReached = try await Deadline.wait(limit, every: .milliseconds(50)) {
            roster.all[service] != pid || ProcessFigures.isStopped(pid)
        }
        guard isReached else { return false }
        log.note("fault: \(fault)")
        if case .stopAt(_, _, _, let length) = fault {
            try await mending(after: length) { roster.signal(service, SIGCONT) }
            log.note("mended: \(fault)")
        }
        return true
    }
}
