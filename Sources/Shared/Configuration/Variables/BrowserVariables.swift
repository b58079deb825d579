/// Chromium, which the scraper drives.
public enum BrowserVariables {
    public static let headless = Variable<Bool>(
        "PUPPETEER_HEADLESS", "Whether the browser runs without a window. Use false to log in by hand or to watch.",
        type: .boolean(alsoTrue: ["new", "shell"]), standard: true, services: [.scraper])

    public static let arguments = Variable<[String]>(
        "PUPPETEER_ARGS", "More command line switches for the browser, between spaces or commas or as a JSON array.",
        type: .arguments(), presence: .standard([]), example: ["--lang=en-US", "--window-size=1280,900"],
        services: [.scraper])

    public static let path = Variable<String?>(
        "SWITCHBOARD_BROWSER_PATH", "The browser's program; without it, an installed Chromium or Chrome is found.",
        type: .optional(.path(.file)), presence: .standard(nil), example: "/usr/bin/chromium", services: [.scraper])

    public static let profile = Variable<String>(
        "SWITCHBOARD_PROFILE_DIR",
        "The directory of the browser's profile. It holds the login: keep it private and on a disk that stays.",
        type: .path(.any), standard: ".local/browser-profile", services: [.scraper])

    public static let snapshots = Variable<String>(
        "SWITCHBOARD_SNAPSHOT_DIRECTORY",
        "The directory that keeps how a page was built when something failed on it, without anybody's words or name.",
        type: .path(.any), standard: ".local/snapshots", services: [.scraper])

    public static let tabs = Variable<Int>(
        "SWITCHBOARD_BROWSER_TABS", "How many conversations the browser has open at the same time.",
        type: .integer(1...10), standard: 3, services: [.scraper])
}
