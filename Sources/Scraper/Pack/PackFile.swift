import CheckedYAML
import FoundationEssentials
import Synchronization

/// A pack's file, which may be changed while it is in use.
final class PackFile: Sendable {
    let path: String
    private let revision: Mutex<PackRevision>

    /// - Throws: ``FileFaults``.
    init(_ path: String) throws(FileFaults) {
        guard let text = Self.text(path) else {
            throw FileFaults(
                in: "the selector pack \(path)",
                [FileFault(problem: "it cannot be read: is SWITCHBOARD_PLATFORM_PACK right?")])
        }
        revision = Mutex(try PackRevision(text, source: path))
        self.path = path
    }

    /// The newest one without a fault.
    var pack: SelectorPack { revision.withLock { $0.pack } }

    /// Looks at the file again.
    func look() -> PackRevision.Change? {
        // An editor may be just replacing it.
        guard let text = Self.text(path) else { return nil }
        return revision.withLock { $0.take(text) }
    }

    private static func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }
}

/// What a pack's file said last, and what it says now. Pure.
struct PackRevision: Sendable {
    enum Change: Equatable, Sendable {
        case new(SelectorPack)
        /// The one before stays in use.
        case faulty(FileFaults)
    }

    private(set) var pack: SelectorPack
    private let source: String
    private var text: String
    /// It had faults when it was looked at last, which may be because it was only half written.
    private var suspect: String?

    init(_ text: String, source: String) throws(FileFaults) {
        pack = try SelectorPack(yaml: text, source: source)
        (self.text, self.source) = (text, source)
    }

    /// - Returns: nil when nothing changed. Faults are told once, at the second look that finds them.
    mutating func take(_ now: String) -> Change? {
        guard now != text else { return nil }
        do throws(FileFaults) {
            let new = try SelectorPack(yaml: now, source: source)
            guard new.name == pack.name else {
                let problem = "name cannot change while it is in use, for conversations are called by it: start anew"
                throw FileFaults(in: "the selector pack \(source)", [FileFault(problem: problem)])
            }
            (text, suspect) = (now, nil)
            guard new != pack else { return nil }
            pack = new
            return .new(new)
        } catch {
            guard suspect == now else {
                suspect = now
                return nil
            }
            (text, suspect) = (now, nil)
            return .faulty(error)
        }
    }
}
