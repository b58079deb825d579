public import class FoundationEssentials.ProcessInfo

/// What `<service> --check-config` prints, and its exit status.
public struct ConfigurationReport: Sendable, Equatable {
    public let text: String
    /// 0, or ``ConfigurationFaults/exitCode``.
    public let exitCode: Int32
}

extension ConfigurationLoader {
    /// Checks the configuration of a service without starting it: all faults, or a table of every value in use.
    public static func checkConfigReport<Configuration: ServiceConfiguration>(
        _ type: Configuration.Type, environment: [String: String] = ProcessInfo.processInfo.environment,
        dotEnvPath: String? = nil, files: ConfigurationFiles = .system
    ) -> ConfigurationReport {
        do {
            let loaded = try load(type, environment: environment, dotEnvPath: dotEnvPath, files: files)
            let rows = loaded.settings.map { [$0.key, $0.shown.isEmpty ? "-" : $0.shown, "\($0.origin)"] }
            let lines =
                ["configuration is valid", ""] + columns([["VARIABLE", "VALUE", "FROM"]] + rows)
                + loaded.warnings.map { "warning: \($0)" }
            return ConfigurationReport(text: lines.joined(separator: "\n"), exitCode: 0)
        } catch {
            return ConfigurationReport(text: error.description, exitCode: ConfigurationFaults.exitCode)
        }
    }

    private static func columns(_ rows: [[String]]) -> [String] {
        let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths.dropLast()).map { $0 + String(repeating: " ", count: $1 - $0.count) }
                .joined(separator: "  ") + "  \(row[2])"
        }
    }
}
