import Foundation

/// The site's scripts and styles. They are compiled into the executable (`.embedInCode`), so that a release binary
/// works wherever it is copied.
enum WebAssets {
    private struct Asset: Sendable {
        let type: String
        let bytes: [UInt8]
    }

    private static let all: [String: Asset] = [
        "site.js": Asset(type: javaScript, bytes: PackageResources.site_js),
        "trouble.js": Asset(type: javaScript, bytes: PackageResources.trouble_js),
        "trouble.css": Asset(type: css, bytes: PackageResources.trouble_css),
        "gate.js": Asset(type: javaScript, bytes: PackageResources.gate_js),
        "gate.css": Asset(type: css, bytes: PackageResources.gate_css),
        "phoenix.js": Asset(type: javaScript, bytes: PackageResources.phoenix_js),
        "phoenix-list.js": Asset(type: javaScript, bytes: PackageResources.phoenix_list_js),
        "phoenix-chat.js": Asset(type: javaScript, bytes: PackageResources.phoenix_chat_js),
        "phoenix.css": Asset(type: css, bytes: PackageResources.phoenix_css),
        "skin.js": Asset(type: javaScript, bytes: PackageResources.skin_js),
        "truth.js": Asset(type: javaScript, bytes: PackageResources.truth_js),
        "mutant.js": Asset(type: javaScript, bytes: PackageResources.mutant_js),
        "mutant-parts.js": Asset(type: javaScript, bytes: PackageResources.mutant_parts_js),
        "mutant-shape.js": Asset(type: javaScript, bytes: PackageResources.mutant_shape_js),
        "mutant-controls.js": Asset(type: javaScript, bytes: PackageResources.mutant_controls_js),
        "mutant-decoys.js": Asset(type: javaScript, bytes: PackageResources.mutant_decoys_js),
        "mutant.css": Asset(type: css, bytes: PackageResources.mutant_css),
        "classic.js": Asset(type: javaScript, bytes: PackageResources.classic_js),
        "classic.css": Asset(type: css, bytes: PackageResources.classic_css),
        "react-part.js": Asset(type: javaScript, bytes: PackageResources.react_part_js),
        "react-virtual.js": Asset(type: javaScript, bytes: PackageResources.react_virtual_js),
        "react-list.js": Asset(type: javaScript, bytes: PackageResources.react_list_js),
        "react-chat.js": Asset(type: javaScript, bytes: PackageResources.react_chat_js),
        "react.js": Asset(type: javaScript, bytes: PackageResources.react_js),
        "react.css": Asset(type: css, bytes: PackageResources.react_css),
        "desk-text.js": Asset(type: javaScript, bytes: PackageResources.desk_text_js),
        "desk-list.js": Asset(type: javaScript, bytes: PackageResources.desk_list_js),
        "desk-thread.js": Asset(type: javaScript, bytes: PackageResources.desk_thread_js),
        "desk.js": Asset(type: javaScript, bytes: PackageResources.desk_js),
        "desk.css": Asset(type: css, bytes: PackageResources.desk_css),
    ]

    private static let javaScript = "text/javascript; charset=utf-8"
    private static let css = "text/css; charset=utf-8"

    /// Addresses carry a version, so the answer may be kept for ever.
    static func response(_ name: String) -> PeerResponse {
        guard let asset = all[name] else { return .text("There is no such file.\n", status: 404) }
        return .bytes(
            Data(asset.bytes), type: asset.type,
            headers: ["Cache-Control": "public, max-age=31536000, immutable"])
    }

    /// The address of an asset, another one when its content is another (FNV-1a).
    static func address(_ name: String) -> String {
        let hash = (all[name]?.bytes ?? []).reduce(0xcbf2_9ce4_8422_2325 as UInt64) { hash, byte in
            (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        return "/site/assets/\(name)?v=\(String(hash, radix: 16))"
    }
}
