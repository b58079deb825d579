import Foundation

@testable import Scraper

/// The packs that the product ships.
enum Platforms {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "platforms")

    static let names = ["meetme", "classic", "react", "desk"]

    static func pack(_ name: String) throws -> SelectorPack {
        try SelectorPack.load(folder.appending(path: "\(name).yaml").path())
    }

    static func text(_ file: String) throws -> String {
        try String(contentsOf: folder.appending(path: file), encoding: .utf8)
    }
}
