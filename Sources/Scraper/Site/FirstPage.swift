import Shared
import Synchronization

/// The page that a session begins with, as it was seen last: where it fails to begin, that is what is kept.
final class FirstPage: Sendable {
    private let doctor: SelectorDoctor
    private let list: ListKnowledge
    private let seen = Mutex<SitePage?>(nil)

    init(doctor: SelectorDoctor, list: ListKnowledge) {
        self.doctor = doctor
        self.list = list
    }

    func note(_ tab: SitePage) { seen.withLock { $0 = tab } }

    /// Keeps the page when the site shows something else than it should, or what only a person can answer.
    func watched<R>(_ body: () async throws -> R) async throws -> R {
        do {
            return try await body()
        } catch {
            await keep(error)
            throw error
        }
    }

    func keep(_ error: any Error) async {
        guard let tab = seen.withLock({ $0 }) else { return }
        switch error {
        case let error as SiteError where error.code == .selectors:
            await doctor.keep(PageFailure(kind: .reading, role: nil), on: tab, rows: list.rows)
        case is NeedsPerson: await doctor.keep(PageFailure(kind: .signIn, role: nil), on: tab, rows: list.rows)
        default: break
        }
    }
}
