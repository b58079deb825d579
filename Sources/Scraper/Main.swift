import ArgumentParser
import DevTools
import Messaging
import ServiceLifecycle
import ServiceRuntime
import Shared
import Store

/// page → event; reply.approved → page.
@main
struct ScraperMain {
    static func main() async {
        if await ScraperTools.handled() { return }
        await ServiceMain.run(
            ScraperConfiguration.self,
            collections: [
                SelectorDocument.declaration, ScreenshotDocument.declaration, SessionAnswerDocument.declaration,
                AttachmentDocument.declaration, PauseDocument.declaration,
            ], handlerLimit: .seconds(120)
        ) { context in
            let configuration = context.configuration
            let file: PackFile
            do {
                file = try PackFile(configuration.platformPack)
            } catch {
                throw ExitReason(status: ExitReason.configurationStatus, "\(error)")
            }
            let pack = file.pack
            let signIn = SignIn(username: configuration.username, password: configuration.password)
            let report = SessionReport(
                platform: pack.name, store: context.store, health: context.health, logger: context.logger)
            context.health.expect(SessionReport.part)
            var browser = BrowserConfiguration(
                profileDirectory: configuration.profileDirectory, executable: configuration.browserPath)
            browser.isHeadless = configuration.isHeadless
            // Addresses of pictures are blocked page by page: a captcha has to be seen.
            browser.extraArguments = configuration.browserArguments
            let address = configuration.platformURL.description
            let selectors = SelectorReport(platform: pack.name, store: context.store, logger: context.logger)
            let doctor = SelectorDoctor(
                pack: pack,
                memory: SelectorStore(store: context.store, platform: pack.name, packVersion: pack.version),
                knowledge: { await StoredKnowledge(store: context.store, platform: pack.name).messages(of: $0) },
                snapshots: SnapshotFolder(path: configuration.snapshotDirectory, logger: context.logger),
                tell: { await selectors.tell($0) })
            let answers = AnswerDesk()
            let site = BrowserSite(
                doctor: doctor, packFile: file, base: address.hasSuffix("/") ? address : address + "/",
                browser: browser,
                cookies: CookieSnapshot(
                    folder: configuration.profileDirectory, password: signIn.password, logger: context.logger),
                signIn: signIn, tabs: configuration.tabs, answers: answers, logger: context.logger
            ) { await report.changed($0) }
            let expected = configuration.attachmentBytes > 0 ? WakeSignal() : nil
            let conversations = ConversationStore(
                store: context.store, catchUp: configuration.catchUpMessages, attachments: expected,
                logger: context.logger)
            let collectors = [expected].compactMap(\.self).map { news in
                let collector = AttachmentCollector(
                    site: site, store: context.store, limit: configuration.attachmentBytes, news: news,
                    logger: context.logger)
                return DrainingService {
                    try await context.storeReady.wait()
                    try await collector.run()
                }
            }
            let locks = ConversationLocks()
            let replies = ReplyHandler(
                site: site, store: context.store, conversations: conversations, locks: locks,
                pacer: SendPacer(perHour: configuration.sendsPerHour, gap: configuration.sendGap),
                logger: context.logger)
            let watch = ConversationWatch(
                site: site,
                reader: ConversationReader(site: site, conversations: conversations, locks: locks),
                forgotten: ForgottenPeople(platform: pack.name, store: context.store, logger: context.logger),
                readers: configuration.tabs, logger: context.logger)
            var router = replies.router
            AnswerHandler(
                platform: pack.name, store: context.store, report: report, desk: answers, logger: context.logger
            ).add(to: &router)
            router.onErasure(in: context.store) { ConversationErasure.part($0) }
            SelectorWordHandler(pack: doctor.inUse, store: context.store, logger: context.logger).add(to: &router)
            return ServiceMain.Parts(
                services: [
                    DrainingService {
                        try await context.storeReady.wait()
                        try await site.run()
                    },
                    DrainingService {
                        try await context.storeReady.wait()
                        try await watch.run()
                    },
                ] + collectors, router: router)
        }
    }
}
