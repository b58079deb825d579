import CurlHTTP
import ServiceLifecycle
import ServiceRuntime
import Shared
import Store

/// event → row.
@main
struct SheetsSyncMain {
    static func main() async {
        await ServiceMain.run(
            SheetsSyncConfiguration.self,
            collections: [
                RowDocument.declaration, CounterDocument.declaration, SheetErasureDocument.declaration,
            ],
            handlerLimit: .seconds(60)
        ) { context in
            let configuration = context.configuration
            let http = HTTPClient(
                HTTPClientConfiguration(
                    plainHTTPHosts: Set(configuration.runtime.plainHTTPHosts),
                    userAgent: "switchboard/\(SuiteVersion.current)"))
            let sheet = "\(configuration.sheet)/\(configuration.tab)"
            let signal = WakeSignal()
            let flusher = RowFlusher(
                sheets: try client(context, send: { request throws(HTTPError) in try await http.send(request) }),
                rows: RowStore(store: context.store, sheet: sheet), signal: signal,
                health: context.health, logger: context.logger)
            context.health.expect(RowFlusher.part)
            return ServiceMain.Parts(
                services: [
                    ClosingService(run: { try await http.run() }, close: { http.close() }),
                    DrainingService(
                        {
                            try await context.storeReady.wait()
                            try await flusher.run()
                        }, atEnd: { await flusher.finish() }),
                ], router: MessageRows(store: context.store, sheet: sheet, signal: signal).router)
        }
    }

    /// - Throws: ``ExitReason`` when the files are wrong: nothing mends that while the service runs.
    private static func client(
        _ context: ServiceContext<SheetsSyncConfiguration>, send: @escaping SendHTTP
    ) throws -> SheetsClient {
        let configuration = context.configuration
        let read: @Sendable () throws(SheetsError) -> GoogleCredentials = { () throws(SheetsError) in
            try GoogleCredentials.read(
                credentialsPath: configuration.credentialsPath, tokenPath: configuration.tokenPath)
        }
        let credentials: GoogleCredentials
        do throws(SheetsError) {
            credentials = try read()
        } catch {
            throw ExitReason(status: ExitReason.configurationStatus, error.message)
        }
        let tokens = GoogleTokenSource(
            credentials, stored: stored(credentials), address: configuration.tokenURL.description, send: send,
            reload: read, logger: context.logger)
        return SheetsClient(
            send: send, tokens: tokens, api: configuration.apiURL.description, spreadsheet: configuration.sheet,
            tab: configuration.tab, account: credentials.email)
    }

    /// The access token of an earlier run.
    private static func stored(_ credentials: GoogleCredentials) -> AccessToken? {
        guard case .installedApp(let app) = credentials else { return nil }
        return (try? TokenFile(path: app.tokenPath))?.access
    }
}
