import Foundation

/// The stand-in for Google: the token endpoint and the Sheets API below `/google`, files with credentials at
/// `/google/credentials`, and `/sheet`, where the rows can be watched.
///
/// Not modelled: computing formulas (kept and counted), dates and formats, grid data, `fields` masks (the whole answer is
/// given), data filters, and all batch requests but addSheet, appendDimension and updateSheetProperties (400 by name).
actor GooglePeer: Peer {
    nonisolated let name = "google"
    nonisolated let prefixes = ["/google", "/sheet"]
    nonisolated let faultKinds = GoogleState.faultKinds

    private let clock: any SandboxClock
    private let random: SeededRandom
    private let key: ServiceAccountKey
    private let feed = LiveFeed()
    private var state: GoogleState

    /// Makes the service account's key pair, some 100 ms.
    init(random: SeededRandom, clock: any SandboxClock) throws {
        self.random = random
        self.clock = clock
        key = try ServiceAccountKey(random: self.random.fork("key"))
        state = GoogleState(key: key, random: self.random)
    }

    func handle(_ request: PeerRequest) -> PeerResponse {
        let path = request.segments
        if path.first == "sheet" { return page(request, path: Array(path.dropFirst())) }
        let base = "http://\(request.headers["Host"] ?? "localhost")/google"
        switch (request.method, path.dropFirst().first) {
        case ("POST", "token") where path.count == 2:
            return state.token(request, address: base + "/token", at: clock.now)
        case ("GET", "credentials") where path.count == 3:
            guard let file = CredentialFiles(key: key, base: base).file(path[2]) else { return Self.notFound }
            return .json(file)
        case (_, "v4"):
            let response = state.sheets(request, path: Array(path.dropFirst(2)), at: clock.now)
            if request.method != "GET" && response.status == 200 { feed.publish(["type": "changed"]) }
            return response
        default:
            return Self.notFound
        }
    }

    func ledger() -> JSONValue { GoogleLedger.json(state) }

    /// The key stays: files that were handed out stay good. Access tokens do not.
    func reset() {
        state = GoogleState(key: key, random: random)
        feed.publish(["type": "changed"])
    }

    private func page(_ request: PeerRequest, path: [String]) -> PeerResponse {
        switch (request.method, path) {
        case ("GET", []): return .html(SheetPage.html)
        case ("GET", ["live"]): return .webSocket(feed)
        case ("GET", ["view"]): return .json(SheetView.json(state))
        default: return Self.notFound
        }
    }

    private static let notFound = PeerResponse.json(GoogleError.notFound.json, status: 404)
}
