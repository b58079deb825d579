/// The browser's command line.
enum LaunchArguments {
    /// The switches for a configuration.
    /// - Parameter isRoot: whether the browser would run as root.
    static func make(_ configuration: BrowserConfiguration, isRoot: Bool) throws(DevToolsError) -> [String] {
        let extra = configuration.extraArguments
        if let bad = extra.first(where: { forbidden.contains(name($0)) || !$0.hasPrefix("--") }) {
            throw DevToolsError(
                .invalidConfiguration,
                "The browser argument \(name(bad)) is not allowed: it is set by us, opens the browser to others or "
                    + "lowers its security. Remove it from the browser's arguments.")
        }
        var arguments = fixed
        if configuration.isHeadless { arguments.append("--headless=new") }
        if configuration.sandbox == .off || isRoot { arguments.append("--no-sandbox") }
        if !configuration.loadsImages { arguments.append("--blink-settings=imagesEnabled=false") }
        arguments.append("--window-size=\(configuration.windowSize.width),\(configuration.windowSize.height)")
        arguments.append("--user-data-dir=\(configuration.profileDirectory)")

        // Of a switch given twice Chromium takes the last alone, so the lists of features are joined.
        let features = extra.filter { name($0) == disableFeatures }.flatMap { values($0) }
        arguments.append("\(disableFeatures)=" + (disabledFeatures + features).joined(separator: ","))
        for argument in extra where name(argument) != disableFeatures && !arguments.contains(argument) {
            // Both spellings of the headless switch are ours to decide.
            if name(argument) == "--headless" { continue }
            arguments.append(argument)
        }
        return arguments
    }

    private static let disableFeatures = "--disable-features"
    private static let disabledFeatures = [
        "Translate", "MediaRouter", "OptimizationHints", "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",
    ]

    private static let fixed = [
        "--remote-debugging-pipe",
        // No window of its own making: every page is one that we asked for.
        "--no-startup-window",
        "--no-first-run", "--no-default-browser-check", "--disable-sync", "--disable-extensions",
        "--disable-breakpad", "--disable-background-networking", "--disable-default-apps",
        "--disable-component-update", "--deny-permission-prompts", "--mute-audio",
        // A page that nobody looks at must notice a new message as fast as one in front.
        "--disable-background-timer-throttling", "--disable-backgrounding-occluded-windows",
        "--disable-renderer-backgrounding",
        // A container's /dev/shm is often 64 MB.
        "--disable-dev-shm-usage",
        // No desktop keyring is asked for.
        "--password-store=basic", "--use-mock-keychain",
    ]

    private static let forbidden: Set<String> = [
        "--remote-debugging-port", "--remote-debugging-address", "--remote-debugging-pipe", "--remote-allow-origins",
        "--user-data-dir", "--disable-web-security", "--allow-running-insecure-content",
        "--ignore-certificate-errors", "--load-extension", "--window-size",
    ]

    private static func name(_ argument: String) -> String {
        String(argument.prefix { $0 != "=" })
    }

    private static func values(_ argument: String) -> [String] {
        guard let equals = argument.firstIndex(of: "=") else { return [] }
        return argument[argument.index(after: equals)...].split(separator: ",").map(String.init)
    }
}
