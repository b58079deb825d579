/// `Network.*` and `Emulation.*`: what a page may load, and that it may think it is looked at.
enum NetworkDomain {
    struct Enable: Command {
        static let method = "Network.enable"
        typealias Result = Nothing
        /// We read no bodies, so Chromium need not keep any.
        let maxTotalBufferSize = 0
        let maxResourceBufferSize = 0
        let maxPostDataSize = 0
    }

    struct SetBlockedURLs: Command {
        static let method = "Network.setBlockedURLs"
        typealias Result = Nothing
        let urls: [String]
    }

    struct LoadNetworkResource: Command {
        struct Result: Decodable, Sendable {
            let resource: Resource
        }

        /// Chromium sends an empty answer's headers as null.
        struct Resource: Decodable, Sendable {
            let success: Bool
            let netErrorName: String?
            let httpStatusCode: Double?
            let stream: String?
            let headers: [String: String]?
        }

        struct Options: Encodable, Sendable {
            let disableCache = false
            let includeCredentials = true
        }

        static let method = "Network.loadNetworkResource"
        let frameId: String
        let url: String
        let options = Options()
    }
}

enum EmulationDomain {
    /// A page in a window without focus behaves as if it had it: timers, frames and `document.hasFocus()`.
    struct SetFocusEmulationEnabled: Command {
        static let method = "Emulation.setFocusEmulationEnabled"
        typealias Result = Nothing
        let enabled = true
    }
}
