/// `Page.*` and `Inspector.*`: documents, dialogs and the renderer's life.
enum PageDomain {
    struct Enable: Command {
        static let method = "Page.enable"
        typealias Result = Nothing
    }

    struct SetLifecycleEventsEnabled: Command {
        static let method = "Page.setLifecycleEventsEnabled"
        typealias Result = Nothing
        let enabled = true
    }

    struct SetInterceptFileChooserDialog: Command {
        static let method = "Page.setInterceptFileChooserDialog"
        typealias Result = Nothing
        let enabled = true
        let cancel = true
    }

    struct Navigate: Command {
        struct Result: Decodable, Sendable {
            /// Absent when only the fragment changed.
            let loaderId: String?
            let errorText: String?
            let isDownload: Bool?
        }

        static let method = "Page.navigate"
        let url: String
    }

    struct Reload: Command {
        static let method = "Page.reload"
        typealias Result = Nothing
    }

    struct SetDocumentContent: Command {
        static let method = "Page.setDocumentContent"
        typealias Result = Nothing
        let frameId: String
        let html: String
    }

    struct HandleJavaScriptDialog: Command {
        static let method = "Page.handleJavaScriptDialog"
        typealias Result = Nothing
        let accept: Bool
    }

    struct AddScriptToEvaluateOnNewDocument: Command {
        struct Result: Decodable, Sendable {
            let identifier: String
        }

        static let method = "Page.addScriptToEvaluateOnNewDocument"
        let source: String
        let worldName: String?
        let runImmediately = true
    }

    struct RemoveScriptToEvaluateOnNewDocument: Command {
        static let method = "Page.removeScriptToEvaluateOnNewDocument"
        typealias Result = Nothing
        let identifier: String
    }

    struct CreateIsolatedWorld: Command {
        struct Result: Decodable, Sendable {
            let executionContextId: Int
        }

        static let method = "Page.createIsolatedWorld"
        let frameId: String
        let worldName: String
    }

    struct CaptureScreenshot: Command {
        struct Result: Decodable, Sendable {
            /// Base64.
            let data: String
        }

        static let method = "Page.captureScreenshot"
        let format: String
        var quality: Int?
        let captureBeyondViewport: Bool
    }

    struct Crash: Command {
        static let method = "Page.crash"
        typealias Result = Nothing
    }

    struct Frame: Decodable, Sendable {
        let id: String
        var parentId: String?
        let loaderId: String
        let url: String
        var urlFragment: String?
    }

    struct FrameNavigated: Decodable, Sendable {
        let frame: Frame
    }

    struct NavigatedWithinDocument: Decodable, Sendable {
        let frameId: String
        let url: String
    }

    struct LifecycleEvent: Decodable, Sendable {
        let frameId: String
        let loaderId: String
        let name: String
    }

    struct JavaScriptDialogOpening: Decodable, Sendable {
        let type: String
    }
}
