import Foundation
import Shared
import Testing

@testable import Scraper

@Suite struct SnapshotFolderTests {
    private static let now = Timestamp("2026-11-25T02:59:55Z")!

    private func inFolder<R>(_ body: (String) async throws -> R) async throws -> R {
        let path = FileManager.default.temporaryDirectory.appending(path: "snapshots-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(path)
    }

    private func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    @Test func `A file is its owner's alone, in a directory that is`() async throws {
        try await inFolder { path in
            let folder = SnapshotFolder(path: path + "/pages", logger: LogInMemory().logger)
            let file = try #require(await folder.write("<p>x", as: "2026-11-25T02-59-55Z-typing.html", at: Self.now))
            #expect(try mode(file) == 0o600)
            #expect(try mode(path + "/pages") == 0o700)
            #expect(try String(contentsOfFile: file, encoding: .utf8) == "<p>x")
        }
    }

    @Test func `What is too much goes, and what is somebody else's stays`() async throws {
        try await inFolder { path in
            let folder = SnapshotFolder(path: path, logger: LogInMemory().logger)
            for second in 0..<55 {
                let time = Timestamp(milliseconds: Self.now.milliseconds + Int64(second) * 1000)
                let name = SnapshotShelf.name(PageFailure(kind: .typing, role: nil), at: time)
                #expect(await folder.write("<p>", as: name, at: time) != nil)
                if second == 0 { try Data().write(to: URL(filePath: path + "/mine.html")) }
            }
            let files = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
            #expect(files.count == SnapshotShelf.fileLimit + 1)
            #expect(files.contains("mine.html") && files.first == "2026-11-25T03-00-00Z-typing.html")
        }
    }

    @Test func `A directory that cannot be used is told once`() async throws {
        try await inFolder { path in
            // A file stands where the directory should be, which stops root as well.
            try Data().write(to: URL(filePath: path))
            let log = LogInMemory()
            let folder = SnapshotFolder(path: path + "/pages", logger: log.logger)
            for _ in 0..<3 { #expect(await folder.write("<p>", as: "a.html", at: Self.now) == nil) }
            #expect(log.lines.count == 1 && log.lines[0].hasPrefix("warning"))
        }
    }

    @Test func `A file that is there already is not written over`() async throws {
        try await inFolder { path in
            let folder = SnapshotFolder(path: path, logger: LogInMemory().logger)
            let first = try #require(await folder.write("<p>1", as: "a.html", at: Self.now))
            #expect(await folder.write("<p>2", as: "a.html", at: Self.now) == nil)
            #expect(try String(contentsOfFile: first, encoding: .utf8) == "<p>1")
        }
    }
}
