import CheckedYAML
import ServiceRuntime
import Shared

extension GuardRules {
    /// Of a rule file, in bytes.
    private static let maximumFileSize = 1_048_576

    /// The rules that come with the program, and those of the operator's file.
    ///
    /// - Parameters:
    ///   - path: of the operator's file; nil when there is none.
    ///   - name: by which the operator named it.
    /// - Throws: `ExitReason`, with every fault of the file.
    static func inUse(_ path: String?, name: String = AIVariables.guardRulesFile.key) throws -> GuardRules {
        do {
            let rules = try builtIn()
            guard let path else { return rules }
            let bytes: [UInt8]
            do {
                bytes = try ConfigurationFiles.system.read(path, maximumFileSize)
            } catch {
                throw ExitReason(status: ExitReason.configurationStatus, "\(name) \(error.problem)")
            }
            return try rules.adding(String(decoding: bytes, as: UTF8.self), source: path)
        } catch let faults as FileFaults {
            throw ExitReason(status: ExitReason.configurationStatus, "\(faults)")
        }
    }
}
