import FoundationEssentials
import Glibc

/// Says whose a profile is, and proves that an owner is gone.
///
/// Chromium's own lock is a link named `SingletonLock` to `host-pid`. It heals a stale one of its own host, but refuses
/// one of another host (exit 21), and a recreated container is another host. Whether that owner lives cannot be told
/// from the link. So every browser started here also holds a kernel lock on a file beside it, through a descriptor that
/// both we and the browser keep: the kernel lets go only when the last of the two has ended. If we get that lock, and
/// the file names the very owner that the link names, then the owner is dead, and the link is removed.
struct ProfileLock: ~Copyable, Sendable {
    private let directory: String
    private let file: Descriptor

    /// What should happen with a `SingletonLock` that is found.
    enum Verdict: Equatable {
        /// There is none, or Chromium will find out by itself.
        case leave
        case remove
        case refuse(owner: String)
    }

    /// Pure, for the case that the kernel's lock is ours.
    /// - Parameters:
    ///   - link: where `SingletonLock` points to.
    ///   - recorded: the owner named in our file.
    static func verdict(link: String?, recorded: String?, host: String) -> Verdict {
        guard let link else { return .leave }
        if link == recorded { return .remove }
        return link.hasPrefix(host + "-") && !link.dropFirst(host.count + 1).contains("-")
            ? .leave : .refuse(owner: link)
    }

    /// Takes the lock, and removes what a dead owner left.
    /// - Parameter patience: how long an owner that is just going away is waited for: a browser whose owner was killed
    ///   needs some 0.2 seconds to go.
    /// - Throws: `profileInUse` when the owner lives or may live; `CancellationError`.
    static func acquire(_ directory: String, patience: Duration = .seconds(2)) async throws -> ProfileLock {
        let path = directory + "/switchboard.lock"
        let raw = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard raw >= 0 else {
            throw DevToolsError(
                .profileUnusable, "\(path) cannot be opened: \(String(cString: strerror(errno))).")
        }
        let lock = ProfileLock(directory: directory, file: Descriptor(owning: raw))
        let end = ContinuousClock.now + patience
        while flock(raw, LOCK_EX | LOCK_NB) != 0 {
            guard .now < end else { throw inUse(directory, owner: lock.recorded()) }
            try await Task.sleep(for: .milliseconds(50))
        }
        let link = lock.singletonOwner()
        switch verdict(link: link, recorded: lock.recorded(), host: hostName()) {
        case .leave: break
        case .remove:
            for name in ["SingletonLock", "SingletonCookie", "SingletonSocket"] { unlink(directory + "/" + name) }
        case .refuse(let owner): throw inUse(directory, owner: owner)
        }
        return lock
    }

    /// The descriptor that the browser is to inherit.
    var descriptor: Int32 { file.raw }

    /// Writes down which process will own `SingletonLock`, before it does.
    func record(pid: pid_t) {
        let owner = Array("\(Self.hostName())-\(pid)".utf8)
        ftruncate(file.raw, 0)
        pwrite(file.raw, owner, owner.count, 0)
    }

    private func recorded() -> String? {
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = pread(file.raw, &bytes, bytes.count, 0)
        return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }

    private func singletonOwner() -> String? {
        var bytes = [CChar](repeating: 0, count: 512)
        let count = readlink(directory + "/SingletonLock", &bytes, bytes.count)
        return count > 0 ? String(decoding: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
    }

    static func hostName() -> String {
        var bytes = [CChar](repeating: 0, count: 256)
        guard gethostname(&bytes, bytes.count - 1) == 0 else { return "" }
        return String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static func inUse(_ directory: String, owner: String?) -> DevToolsError {
        DevToolsError(
            .profileInUse,
            "The browser's profile directory \(directory) is in use\(owner.map { " by \($0)" } ?? ""). Stop that "
                + "browser, or choose another directory. If you are sure that it is gone, remove SingletonLock there.")
    }
}
