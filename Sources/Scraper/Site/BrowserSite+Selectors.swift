import DevTools
import Logging
import Synchronization

/// What is done when the pack changes, or the site.
extension BrowserSite {
    /// Whether the pack's file changed; it is used from now on.
    /// - Parameter tab: tries it, if there is a tab.
    func hasNewPack(tried tab: SitePage? = nil) async throws -> Bool {
        switch packFile?.look() {
        case nil: return false
        case .faulty(let faults):
            logger.error("\(faults); the one before stays in use")
            return false
        case .new(let pack):
            let invalid = try await tab?.script.invalidSelectors(of: HealedPack(pack: pack, found: [])) ?? []
            guard invalid.isEmpty else {
                let words = invalid.joined(separator: "; ")
                logger.error("the selector pack holds what is no CSS selector (\(words)); the one before stays in use")
                return false
            }
            await doctor.use(pack)
            await useHealed()
            logger.notice("the selector pack was read anew", metadata: ["version": "\(pack.version)"])
            return true
        }
    }

    /// Looks for what a changed page shows elsewhere.
    /// - Returns: whether something was found that can be used now.
    func heal(_ tab: SitePage, conversation: String?) async throws -> Bool {
        guard try await doctor.look(at: tab, rows: list.rows, conversation: conversation) else { return false }
        // While the session is only begun, it is the one page there is.
        try await tab.use(await doctor.healed)
        await useHealed()
        return true
    }

    /// A click on a role led nowhere. What the pack itself says may have its reasons; what was found may be wrong.
    func reject(_ role: Role, on tab: TabPool.Tab) async {
        guard (try? await tab.page.script.isFound(role)) == true else { return }
        await doctor.reject(role)
        await useHealed()
    }

    /// What it looks like now is only for a later time: nothing waits for it.
    func remember(_ tab: SitePage) async { try? await doctor.remember(tab) }

    /// A tab that does not answer at this moment is loaded anew before long, and then has it from its script.
    func useHealed() async {
        // Asked for anew each time: several tabs may find something at once, and the newest counts.
        for page in pages.withLock({ $0 }) { try? await page.use(await doctor.healed) }
    }
}
