import ArgumentParser
import CurlHTTP
import FoundationEssentials
import ServiceRuntime
import Shared
import Store

/// Messages → drafts.
@main
struct AIWorkerMain {
    static let healthPart = "ai service"

    static let collections = [
        CompletionDocument.declaration, UsageDocument.declaration, SendWindowDocument.declaration,
        OptOutDocument.declaration, SummaryDocument.declaration, MinorSignDocument.declaration,
    ]

    static func main() async {
        if await AIWorkerTools.handled() { return }
        await ServiceMain.run(AIWorkerConfiguration.self, collections: collections, handlerLimit: .seconds(1500)) {
            context in
            let configuration = context.configuration
            let http = HTTPClient(
                HTTPClientConfiguration(
                    plainHTTPHosts: Set(configuration.runtime.plainHTTPHosts),
                    maximumConnectionsPerHost: configuration.maximumRequests,
                    maximumInFlight: configuration.maximumRequests + 4,
                    userAgent: "switchboard/\(SuiteVersion.current)"))
            let chain = EndpointChain(
                ChatCompletions.Settings.all(configuration).map { settings in
                    ChatCompletions(
                        settings, send: { request throws(HTTPError) in try await http.send(request) },
                        stream: { request throws(HTTPError) in AnswerStream(try await http.stream(request)) })
                }, logger: context.logger)
            let prompt = Prompt(persona: try persona(configuration.personaFile), canary: Canary.make())
            let note = ServiceNote(health: context.health, logger: context.logger)
            let watch = ConversationWatch()
            let rules = try GuardRules.inUse(configuration.guardRulesFile)
            let drafting = Drafting(
                store: context.store, maker: DraftMaker(prompt: prompt, rules: rules),
                historyMessages: configuration.historyMessages,
                quiet: QuietTime(quiet: configuration.quiet, longest: configuration.longestQuiet),
                budget: Budget(configuration.limits), automatic: AutomaticReplies(configuration.limits), watch: watch,
                summaries: configuration.hasSummaries
                    ? Summaries(
                        store: context.store, rules: rules, canary: prompt.canary,
                        budget: Budget(configuration.limits), ask: { try await chain.complete($0) }) : nil,
                noted: note.note, complete: { try await chain.complete($0) })
            let handlers = MessageHandlers(store: context.store, drafting: drafting, logger: context.logger)
            context.health.expect(Self.healthPart)
            return ServiceMain.Parts(
                services: [
                    ClosingService(run: { try await http.run() }, close: { http.close() }),
                    DrainingService { try await AccessCheck(note: note, ask: chain.checkAccess).run() },
                    DrainingService {
                        try await context.storeReady.wait()
                        await watch.run(context.store)
                    },
                    DrainingService {
                        try await context.storeReady.wait()
                        try await BudgetDays(store: context.store, logger: context.logger).run()
                    },
                ], router: handlers.router)
        }
    }

    /// The persona's text. The file was there when the configuration was checked.
    private static func persona(_ path: String?) throws -> String? {
        guard let path else { return nil }
        do {
            let bytes = try ConfigurationFiles.system.read(path, 65_536)
            return String(decoding: bytes, as: UTF8.self)
        } catch {
            throw ExitReason(
                status: ExitReason.configurationStatus, "\(AIVariables.personaFile.key) \(error.problem)")
        }
    }
}
