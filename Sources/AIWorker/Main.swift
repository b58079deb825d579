import CurlHTTP
import FoundationEssentials
import ServiceRuntime
import Shared

/// Messages → drafts.
@main
struct AIWorkerMain {
    static let healthPart = "ai service"

    static func main() async {
        await ServiceMain.run(AIWorkerConfiguration.self, collections: [], handlerLimit: .seconds(1500)) { context in
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
            let handlers = MessageHandlers(
                store: context.store,
                maker: DraftMaker(prompt: prompt) { try await chain.complete($0) },
                historyMessages: configuration.historyMessages, logger: context.logger,
                noted: note.note)
            context.health.expect(Self.healthPart)
            return ServiceMain.Parts(
                services: [
                    ClosingService(run: { try await http.run() }, close: { http.close() }),
                    DrainingService { try await AccessCheck(note: note, ask: chain.checkAccess).run() },
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
