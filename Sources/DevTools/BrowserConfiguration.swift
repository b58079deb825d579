/// How a browser is started.
///
/// - `profileDirectory` (path): where cookies and storage are kept; made if missing, with mode 0700. One browser uses
///   it at a time.
/// - `executable` (path, optional, default: found on PATH): Chromium or Chrome.
/// - `isHeadless` (default: true): without a window on a screen. It is the same browser either way.
/// - `sandbox` (default: `.automatic`): see `Sandbox`.
/// - `windowSize` (default: 1280 × 900): in CSS pixels.
/// - `loadsImages` (default: true).
/// - `extraArguments` (default: none): further command-line switches. Switches that would open a debugging port, move
///   the profile or lower the web's security are refused.
/// - `startDeadline` (default: 30 seconds): from start to the browser's first answer.
/// - `callDeadline` (default: 10 seconds): for calls that do not name their own.
/// - `closeDeadline` (default: 5 seconds): from the request to close until the browser is ended by force.
public struct BrowserConfiguration: Sendable {
    /// Chromium's own sandbox, which keeps a page's code away from the machine.
    public enum Sandbox: Sendable {
        /// Off when started as root, which Chromium refuses otherwise; on for everybody else.
        case automatic
        case off
    }

    public struct Size: Sendable, Hashable {
        public var width: Int
        public var height: Int

        public init(width: Int, height: Int) {
            self.width = width
            self.height = height
        }
    }

    public var profileDirectory: String
    public var executable: String?
    public var isHeadless = true
    public var sandbox = Sandbox.automatic
    public var windowSize = Size(width: 1280, height: 900)
    public var loadsImages = true
    public var extraArguments: [String] = []
    public var startDeadline = Duration.seconds(30)
    public var callDeadline = Duration.seconds(10)
    public var closeDeadline = Duration.seconds(5)

    public init(profileDirectory: String, executable: String? = nil) {
        self.profileDirectory = profileDirectory
        self.executable = executable
    }
}
