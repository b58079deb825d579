import DevTools
import Shared

/// What an attachment's address gave.
enum LoadedAttachment: Sendable, Equatable {
    /// - `type`: its media type, as the site says.
    case bytes([UInt8], type: String)
    /// For certain, and for good.
    case missing(AttachmentLoss)
    /// Another try may do better. The reason quotes nothing.
    case failed(reason: String)
}

extension LoadedAttachment {
    init(_ resource: LoadedResource) {
        switch resource.status {
        case 404, 410: self = .missing(.gone)
        case 200..<300:
            guard let bytes = resource.bytes else {
                self = .missing(.tooLarge)
                return
            }
            // Sites answer with their sign-in page, or with words about what went wrong.
            if resource.type == "text/html" || bytes.isEmpty {
                self = .failed(reason: "the site answered with a page, or with nothing, in its place")
            } else {
                self = .bytes(bytes, type: Self.isType(resource.type) ? resource.type : "application/octet-stream")
            }
        default: self = .failed(reason: "the site answered with HTTP \(resource.status)")
        }
    }

    /// Whether it is a media type as RFC 6838 writes it.
    private static func isType(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return text.utf8.count <= 100 && parts.count == 2
            && parts.allSatisfy { part in
                !part.isEmpty
                    && part.utf8.allSatisfy {
                        (97...122).contains($0) || (48...57).contains($0) || "!#$&-^_.+".utf8.contains($0)
                    }
            }
    }
}
