/// `Target.*`: what the browser shows, and the sessions to it.
enum TargetDomain {
    struct SetAutoAttach: Command {
        struct Filter: Encodable, Sendable {
            var type: String?
            var exclude: Bool?
        }

        static let method = "Target.setAutoAttach"
        typealias Result = Nothing
        let autoAttach = true
        let waitForDebuggerOnStart = true
        let flatten = true
        let filter: [Filter]

        /// Without a filter Chromium 156 also hands out its own `browser_ui` targets.
        static let pages = SetAutoAttach(filter: [Filter(type: "page"), Filter(exclude: true)])
    }

    struct CreateTarget: Command {
        struct Result: Decodable, Sendable {
            let targetId: String
        }

        static let method = "Target.createTarget"
        let url: String
        /// A window of its own: a tab behind another one would be hidden, and a hidden page draws no frames.
        let newWindow = true
    }

    struct GetTargets: Command {
        struct Result: Decodable, Sendable {
            let targetInfos: [Info]
        }

        static let method = "Target.getTargets"
    }

    struct CloseTarget: Command {
        static let method = "Target.closeTarget"
        typealias Result = Nothing
        let targetId: String
    }

    struct Info: Decodable, Sendable, Equatable {
        let targetId: String
        let type: String
        /// The page that opened this one; absent for our own pages and for pages opened with `noopener`.
        var openerId: String?
    }

    struct AttachedToTarget: Decodable, Sendable, Equatable {
        let sessionId: String
        let targetInfo: Info
    }

    struct DetachedFromTarget: Decodable, Sendable {
        let sessionId: String
    }
}
