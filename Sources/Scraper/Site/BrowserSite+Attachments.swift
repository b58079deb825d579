import DevTools
import Shared
import Synchronization

/// Loading what came with messages. Pages themselves load no pictures.
extension BrowserSite {
    static let attachmentLimit = Duration.seconds(30)

    func load(_ address: String, limit: Int) async throws -> LoadedAttachment {
        guard !address.isEmpty else { return .failed(reason: "the page gives no address that can be asked") }
        guard AttachmentAddress(base: base, hosts: pack.attachmentHosts).allows(address) else {
            return .missing(.foreignHost)
        }
        try requireThawed()
        // The list's page: nobody waits for it, and the account's cookies are the same in all of them.
        guard let page = pages.withLock({ $0.last }) else {
            throw SiteError(.unavailable, "the browser is not there at the moment")
        }
        do {
            return LoadedAttachment(try await page.page.load(address, limit: limit, timeout: Self.attachmentLimit))
        } catch let error as DevToolsError {
            switch error.code {
            case .navigationFailed, .timeout, .refused: return .failed(reason: error.message)
            default: throw SiteError(.unavailable, error.message)
            }
        }
    }
}
