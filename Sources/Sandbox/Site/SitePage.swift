/// The few lines of HTML that every address of a skin answers with; its scripts draw the rest.
enum SitePage {
    static func phoenix(boot: JSONValue) -> String {
        phoenixFrame.replacing("BOOT", with: script(boot))
    }

    static func mutant(seed: UInt64, boot: JSONValue) -> String {
        var boot = boot
        // As text: a JavaScript number does not hold 64 bits.
        boot["mutant"] = .string(String(seed))
        return mutantFrame.replacing("BOOT", with: script(boot))
    }

    static func classic(_ skin: Skin, boot: JSONValue) -> String {
        var boot = boot
        boot["names"] = (skin == .classic2 ? ClassicNames.second : ClassicNames.first).json
        return classicFrame.replacing("BOOT", with: script(boot))
    }

    static func react(boot: JSONValue) -> String {
        reactFrame.replacing("BOOT", with: script(boot))
    }

    static func desk(boot: JSONValue) -> String {
        deskFrame.replacing("BOOT", with: script(boot))
    }

    /// What is shown in the place of every page while the site keeps its user out.
    static func gate(boot: JSONValue) -> String {
        gateFrame.replacing("BOOT", with: script(boot))
    }

    /// JSON inside a script element: a name such as `</script>` must not end it.
    private static func script(_ value: JSONValue) -> String {
        String(decoding: value.data(), as: UTF8.self).replacing("<", with: "\\u003c")
    }

    // Computed once: the addresses hash every asset.
    private static let phoenixFrame = frame(
        style: "phoenix.css",
        scripts: ["site.js", "skin.js", "truth.js", "phoenix-list.js", "phoenix-chat.js", "phoenix.js"])
    private static let mutantFrame = frame(
        style: "mutant.css",
        scripts: [
            "site.js", "skin.js", "truth.js", "mutant-parts.js", "mutant-shape.js", "mutant-controls.js",
            "mutant-decoys.js", "mutant.js", "phoenix-list.js", "phoenix-chat.js", "phoenix.js",
        ])
    private static let classicFrame = frame(style: "classic.css", scripts: ["site.js", "classic.js"])

    private static let reactFrame = frame(
        style: "react.css",
        scripts: ["site.js", "react-part.js", "react-virtual.js", "react-list.js", "react-chat.js", "react.js"])
    private static let deskFrame = frame(
        style: "desk.css", scripts: ["site.js", "desk-text.js", "desk-list.js", "desk-thread.js", "desk.js"])
    private static let gateFrame = frame(style: "gate.css", scripts: ["site.js", "gate.js"])

    private static func frame(style: String, scripts: [String]) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Pavilion</title>
        <link rel="stylesheet" href="\(WebAssets.address(style))">
        <link rel="stylesheet" href="\(WebAssets.address("trouble.css"))">
        <link rel="icon" href="data:,">
        </head>
        <body>
        <div id="app"></div>
        <script>window.PAVILION = BOOT;</script>
        \(scripts.map { "<script src=\"\(WebAssets.address($0))\"></script>" }.joined(separator: "\n"))
        <script src="\(WebAssets.address("trouble.js"))"></script>
        </body>
        </html>
        """
    }
}
