/// Which pages are ours. Pure: it says what to do, and others do it.
///
/// The browser hands out every new page before it tells us which one our own request made. A page that another page
/// opened is refused at once; an unexplained one is held until no request of ours is under way, and then refused.
struct TargetTable {
    enum Action: Equatable {
        /// Ours, ready to be set up.
        case adopt(target: String, session: String)
        /// Not ours: close it, and tell the page that opened it.
        case refuse(target: String, session: String, opener: String?)
        /// The session is over.
        case drop(session: String)
    }

    private var requests = 0
    private var expected: Set<String> = []
    private var held: [TargetDomain.AttachedToTarget] = []
    private var ours: [String: String] = [:]

    /// The session of a page of ours.
    func session(of target: String) -> String? {
        ours.first { $0.value == target }?.key
    }

    mutating func requestBegan() {
        requests += 1
    }

    /// - Parameter target: what the browser made, or nil when the request failed.
    mutating func requestEnded(_ target: String?) -> [Action] {
        requests -= 1
        var actions: [Action] = []
        if let target {
            if let index = held.firstIndex(where: { $0.targetInfo.targetId == target }) {
                actions.append(adopt(held.remove(at: index)))
            } else {
                expected.insert(target)
            }
        }
        if requests == 0 {
            actions += held.map(refuse)
            held = []
        }
        return actions
    }

    mutating func attached(_ page: TargetDomain.AttachedToTarget) -> [Action] {
        let info = page.targetInfo
        if expected.remove(info.targetId) != nil { return [adopt(page)] }
        // A site can open pages as fast as it likes; the bound is far above what requests of ours can explain.
        if info.openerId != nil || requests == 0 || held.count >= 32 {
            return [refuse(page)]
        }
        held.append(page)
        return []
    }

    mutating func detached(_ session: String) -> [Action] {
        held.removeAll { $0.sessionId == session }
        return ours.removeValue(forKey: session) == nil ? [] : [.drop(session: session)]
    }

    /// Gives up on a page that never came.
    mutating func forget(_ target: String) {
        expected.remove(target)
    }

    private func refuse(_ page: TargetDomain.AttachedToTarget) -> Action {
        .refuse(target: page.targetInfo.targetId, session: page.sessionId, opener: page.targetInfo.openerId)
    }

    private mutating func adopt(_ page: TargetDomain.AttachedToTarget) -> Action {
        ours[page.sessionId] = page.targetInfo.targetId
        return .adopt(target: page.targetInfo.targetId, session: page.sessionId)
    }
}
