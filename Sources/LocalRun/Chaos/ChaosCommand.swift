import CurlHTTP
import FoundationEssentials

/// `switchboard-local chaos`: one fault run for each seed, one line for each run, a summary as the last line.
///
/// Exit status: 0; 1 when a figure of a run is not as it must be, or a run could not be made; 78 for a wrong setting.
enum ChaosCommand {
    static func run(_ console: Console) async -> Int32 {
        let options: ChaosOptions
        do {
            options = try ChaosOptions(ProcessInfo.processInfo.environment, executable: CommandLine.arguments[0])
        } catch {
            console.problem("\(error)")
            return 78
        }
        let http = HTTPClient()
        let serving = Task { try await http.run() }
        let end = await RunEnd.of { try await runAll(options, WebClient(http: http), console) }
        http.close()
        _ = await serving.result
        switch end {
        case .signalled: return 0
        case .failed(let reason):
            console.problem(reason)
            return 1
        case .finished(let report):
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            guard let data = try? encoder.encode(report) else { return 1 }
            console.plain(String(decoding: data, as: UTF8.self))
            return report.isClean ? 0 : 1
        }
    }

    private static func runAll(_ options: ChaosOptions, _ web: WebClient, _ console: Console) async throws
        -> ChaosReport
    {
        var report = ChaosReport()
        for plan in options.plans {
            let seed = plan.seed
            let log = try RunLog(folder: "\(options.folder)/run/log")
            log.note("seed \(seed): \(plan.faults.map(\.description).joined(separator: "; ")); \(plan.traffic)")
            do {
                let outcome = try await ChaosRun(plan: plan, options: options, web: web, log: log).run()
                report.add(outcome, of: plan)
                console.plain(line(plan, outcome))
                if !outcome.isClean { try keep(log, of: plan, options, console) }
            } catch let error where !(error is CancellationError) {
                // One run that cannot be made says nothing about the others.
                log.note("\(error)")
                console.problem("seed \(seed) could not be run: \(error)")
                report.runs += 1
                report.failed_seeds.append(seed)
                try keep(log, of: plan, options, console)
            }
            try Task.checkCancellation()
        }
        return report
    }

    private static func line(_ plan: ChaosPlan, _ outcome: ChaosRun.Outcome) -> String {
        let faults = plan.faults.map { outcome.done.contains($0) ? "\($0)" : "(\($0))" }
        return "\(outcome.isClean ? "ok  " : "FAIL") seed \(plan.seed) · \(faults.joined(separator: "; ")) · "
            + "\(outcome.verdict.words) · \(outcome.seconds) s"
    }

    private static func keep(_ log: RunLog, of plan: ChaosPlan, _ options: ChaosOptions, _ console: Console) throws {
        let folder = "\(options.folder)/failed/\(plan.seed)"
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: "\(options.folder)/failed", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: log.folder, toPath: folder)
        let fault = plan.only.map { " FAULT=\($0.rawValue)" } ?? ""
        console.problem("its logs are in \(folder); again: make chaos SEED=\(plan.seed) RUNS=1\(fault)")
    }
}
