import ArgumentParser
import CurlHTTP
import ServiceLifecycle
import ServiceRuntime
import Shared
import Store

/// event → Discord; a press in Discord → event.
@main
struct DiscordRelayMain {
    static let collections =
        [
            ThreadDocument.declaration, CardDocument.declaration, ScreenshotDocument.declaration,
            SessionAnswerDocument.declaration, AttachmentDocument.declaration, PostDocument.declaration,
            PostingDocument.declaration, NoticeDocument.declaration, IdentifyDocument.declaration,
        ] + OperatorDesk.collections

    static func main() async {
        if await RelayTools.handled() { return }
        await ServiceMain.run(DiscordRelayConfiguration.self, collections: collections, handlerLimit: .seconds(120)) {
            context in
            let configuration = context.configuration
            let http = HTTPClient(
                HTTPClientConfiguration(plainHTTPHosts: Set(configuration.runtime.plainHTTPHosts)))
            let discord = DiscordClient(
                http: http, base: configuration.apiURL.description, token: configuration.token)
            let threads = ThreadKeeper(
                discord: discord, store: context.store, channel: configuration.channel,
                showsNames: configuration.showsNames)
            let relay = Relay(
                discord: discord, threads: threads, store: context.store, logger: context.logger,
                showsNames: configuration.showsNames)
            let operations = OperationsPost(
                discord: discord,
                place: OperationsPlace(
                    discord: discord, store: context.store, channel: configuration.channel,
                    own: configuration.operationsChannel), store: context.store)
            let desk = OperatorDesk(
                configuration, discord: discord, relay: relay, store: context.store, logger: context.logger)
            let answers = AnswerHandler(discord: discord, store: context.store, logger: context.logger)
            let gateway = Gateway(
                discord: discord, token: configuration.token, plainHosts: configuration.runtime.plainHTTPHosts,
                identifies: IdentifyLedger(store: context.store), health: context.health, logger: context.logger,
                pressed: { press in
                    guard await desk.admits(press) else { return }
                    // Each knows its own.
                    await desk.handle(press)
                    await answers.handle(press)
                }, wantsMessages: desk.wantsMessages, called: desk.handle, messagesGranted: desk.messagesGranted,
                listening: desk.ears)
            let channel = ChannelCheck(
                discord: discord, channel: configuration.channel, health: context.health, logger: context.logger)
            context.health.expect(Gateway.part)
            context.health.expect(ChannelCheck.part)
            return ServiceMain.Parts(
                services: [
                    ClosingService(run: { try await http.run() }, close: { http.close() }),
                    DrainingService {
                        try await context.storeReady.wait()
                        try await channel.run()
                        try await gateway.run()
                    },
                    DrainingService {
                        try await context.storeReady.wait()
                        try await desk.listen()
                    },
                ],
                router: .discord(
                    relay, operations: operations,
                    erasure: ThreadErasure(
                        discord: discord, threads: threads, store: context.store, channel: configuration.channel),
                    store: context.store))
        }
    }
}
