/// `Browser.*`: the browser as a whole.
enum BrowserDomain {
    struct GetVersion: Command {
        static let method = "Browser.getVersion"
        typealias Result = BrowserVersion
    }

    struct Close: Command {
        static let method = "Browser.close"
        typealias Result = Nothing
    }

    struct SetDownloadBehavior: Command {
        static let method = "Browser.setDownloadBehavior"
        typealias Result = Nothing
        let behavior: String
    }

    struct SetPermission: Command {
        struct Descriptor: Encodable, Sendable {
            let name: String
        }

        static let method = "Browser.setPermission"
        typealias Result = Nothing
        let permission: Descriptor
        let setting: String

        /// A chat page needs none of them. The names are those of the web's permission registry that Chromium 156
        /// accepts.
        static let allDenied: [SetPermission] = [
            "background-fetch", "background-sync", "camera", "clipboard-read", "clipboard-write", "display-capture",
            "geolocation", "idle-detection", "keyboard-lock", "local-fonts", "local-network-access", "microphone",
            "midi", "notifications", "payment-handler", "persistent-storage", "pointer-lock", "screen-wake-lock",
            "storage-access", "window-management",
        ].map { SetPermission(permission: Descriptor(name: $0), setting: "denied") }
    }
}

/// Who the browser says it is.
public struct BrowserVersion: Decodable, Sendable {
    /// For instance `Chrome/156.0.8078.79`.
    public let product: String
    public let userAgent: String
    public let protocolVersion: String
}
