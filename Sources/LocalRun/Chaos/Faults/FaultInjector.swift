import CurlHTTP
import Glibc
import Shared

/// Does the faults of a run at their times, and mends each.
struct FaultInjector: Sendable {
    let roster: Roster
    let servers: LocalServers
    let desk: BrokerDesk
    let proxies: [Fault.Server: FaultyProxy]
    let web: WebClient
    /// The sandbox's address.
    let base: String
    let log: RunLog
    let done = DoneFaults()

    /// Does the faults that have a time; returns once each is done and mended.
    func performTimed(_ plan: ChaosPlan) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for occasion in plan.occasions where occasion.fault.failPoint == nil {
                group.addTask {
                    guard try await perform(occasion.fault, after: .milliseconds(occasion.at)) else { return }
                    done.add(occasion.fault)
                }
            }
            try await group.waitForAll()
        }
    }

    /// Lets services that stop at their fail points go on after their time. From before their start until cancelled,
    /// because a point may be reached before the traffic and long after it.
    func watchPoints(_ plan: ChaosPlan) async {
        await withTaskGroup(of: Void.self) { group in
            for fault in plan.faults {
                guard let service = fault.failPoint?.service.rawValue else { continue }
                group.addTask { try? await watch(fault, service) }
            }
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

    private func watch(_ fault: Fault, _ service: String) async throws {
        var first: Int32?
        while true {
            try await Task.sleep(for: .milliseconds(20))
            let pid = roster.all[service]
            first = first ?? pid
            if let first, pid != first || ProcessFigures.isStopped(first) { break }
        }
        log.note("fault: \(fault)")
        done.add(fault)
        guard case .stopAt(_, _, _, let length) = fault else { return }
        try await mending(after: length) { roster.signal(service, SIGCONT) }
        log.note("mended: \(fault)")
    }
}
