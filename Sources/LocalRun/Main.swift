import CurlHTTP
import FoundationEssentials
import Glibc
import Shared

/// `switchboard-local`: everything on this machine, for `make run`; `switchboard-local chaos`: fault runs.
///
/// Exit status: 0; 1 when something was lost, doubled or out of order, or when the run could not go on; 78 for a
/// setting that is wrong.
@main
struct Main {
    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        exit(await start())
    }

    private static func start() async -> Int32 {
        let console = Console()
        if CommandLine.arguments.dropFirst().first == "chaos" { return await ChaosCommand.run(console) }
        let environment = ProcessInfo.processInfo.environment
        let options: RunOptions
        let known: Set<String>
        do {
            options = try RunOptions(environment, executable: CommandLine.arguments[0])
            known = try KnownNames.read(environment)
        } catch {
            console.problem("\(error)")
            return 78
        }
        let standIns = OutsidePeer.standIns(knowing: known)
        console.note(OutsidePeer.note(standIns: standIns))
        let http = HTTPClient()
        let serving = Task { try await http.run() }
        let board = HopBoard(console: console, isQuiet: options.isQuiet)
        let crew = Crew(console: console, lines: board.show)
        let run = LocalRun(
            options: options, standIns: standIns, console: console, board: board, web: WebClient(http: http),
            crew: crew)
        let end = await RunEnd.of { try await run.run() }
        console.note("stopping")
        await crew.stop()
        http.close()
        _ = await serving.result
        return report(end, console)
    }

    private static func report(_ end: RunEnd<Summary?>, _ console: Console) -> Int32 {
        switch end {
        case .signalled, .finished(nil): return 0
        case .failed(let reason):
            console.problem(reason)
            return 1
        case .finished(let summary?):
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            guard let data = try? encoder.encode(summary) else { return 1 }
            console.plain(String(decoding: data, as: UTF8.self))
            return summary.isClean ? 0 : 1
        }
    }
}

/// The names of the variables that are set, in the environment or in `.env`.
enum KnownNames {
    static func read(_ environment: [String: String]) throws -> Set<String> {
        var names = Set(environment.filter { !$0.value.isEmpty }.keys)
        let path = environment[ConfigurationLoader.dotEnvKey] ?? ".env"
        if let text = try? String(contentsOfFile: path, encoding: .utf8) {
            names.formUnion(DotEnv(parsing: text).entries.filter { !$0.value.value.isEmpty }.keys)
        }
        return names
    }
}
