import Foundation

/// `/control`: what a test or a person does to the outside world, and what the outside world saw.
/// Every command is described with an example in README.md.
struct ControlPeer: Peer {
    let name = "control"
    let prefixes = ["/control"]
    let isRecorded = false

    let site: SitePeer
    let operated: (any OperatedPeer)?
    /// All peers that can have faults and a ledger, the site included.
    let peers: [any Peer]
    let faults: FaultBoard
    let clock: any SandboxClock
    let seed: UInt64

    func ledger() async -> JSONValue { nil }

    func reset() async {}

    func handle(_ request: PeerRequest) async -> PeerResponse {
        do {
            return try await answer(request)
        } catch let refusal as CommandRefusal {
            return Self.refuse(refusal)
        } catch let refusal as SiteState.Refusal {
            return Self.refuse(CommandRefusal(status: refusal.status, message: refusal.words))
        } catch {
            return Self.refuse(CommandRefusal(status: 500, message: "\(error)"))
        }
    }

    private func answer(_ request: PeerRequest) async throws -> PeerResponse {
        switch (request.method, request.segments.dropFirst().joined(separator: "/")) {
        case ("GET", "ledger"): .json(await ledger(parts: request.query.values("part")))
        case ("POST", "say"): try await say(request)
        case ("POST", "edit"): try await edit(request)
        case ("POST", "delete"): try await delete(request)
        case ("POST", "history"): try await history(request)
        case ("GET", "load"): .json(await site.driver.progress.json)
        case ("POST", "load"): try await load(request)
        case ("DELETE", "load"): await stopLoad()
        case ("POST", "skin"): try await skin(request)
        case ("POST", "popup"): .json(["pages": JSONValue(await site.showPopup())])
        case ("POST", "sign-out"): await signOut()
        case ("GET", "fault"): .json(faultList())
        case ("POST", "fault"): try await fault(request)
        case ("GET", "trouble"): .json(await troubleList())
        case ("POST", "trouble"): try await trouble(request)
        case ("POST", "operator"): try await operate(request)
        case ("POST", "reset"): await resetEverything()
        default: throw CommandRefusal(status: 404, message: "no such command; see /control in README.md")
        }
    }

    private static func refuse(_ refusal: CommandRefusal) -> PeerResponse {
        .json(["error": .string(refusal.message)], status: refusal.status)
    }

    // MARK: The ledger

    /// `{seed, at, conversations, site, discord, google, ai}`; `parts` names the ones that are wanted, empty all.
    private func ledger(parts: [String]) async -> JSONValue {
        var ledger: JSONValue = ["seed": .string(String(seed)), "at": .integer(clock.milliseconds)]
        func wants(_ part: String) -> Bool { parts.isEmpty || parts.contains(part) }
        for peer in peers where wants(peer.name) || (peer.name == "site" && wants("conversations")) {
            var part = await peer.ledger()
            if peer.name == "site" {
                if wants("conversations") { ledger["conversations"] = part["conversations"] }
                part["conversations"] = nil
            }
            if wants(peer.name) { ledger[peer.name] = part }
        }
        return ledger
    }

    // MARK: Faults

    private func faultList() -> JSONValue {
        let active = faults.active()
        return .object(
            Dictionary(
                uniqueKeysWithValues: peers.map { peer in
                    let kinds = peer.faultKinds.union(FaultKind.transport).map(\.rawValue).sorted()
                    let on = (active[peer.name] ?? []).map(\.rawValue)
                    return (peer.name, ["kinds": JSONValue(kinds), "active": JSONValue(on)])
                }))
    }

    private func fault(_ request: PeerRequest) async throws -> PeerResponse {
        let fields = try CommandFields(request, allowed: ["peer", "kind", "rate", "seconds"])
        let name = try fields.required("peer")
        guard let peer = peers.first(where: { $0.name == name }) else {
            throw CommandRefusal.invalid("peer must be one of: \(peers.map(\.name).joined(separator: ", "))")
        }
        let kind = FaultKind(try fields.required("kind"))
        let known = peer.faultKinds.union(FaultKind.transport)
        guard known.contains(kind) else {
            let words = known.map(\.rawValue).sorted().joined(separator: ", ")
            throw CommandRefusal.invalid("kind must be one of: \(words)")
        }
        let fault = Fault(
            kind: kind, rate: try fields.number("rate", in: 0...1, default: 1),
            duration: .seconds(try fields.number("seconds", in: 0...86_400, default: 10)))
        faults.set(fault, peer: name)
        await peer.faultChanged(fault)
        return .json(faultList())
    }

    // MARK: Everything at once

    private func resetEverything() async -> PeerResponse {
        faults.clear()
        for peer in peers { await peer.reset() }
        return .empty()
    }
}
