import Foundation
import Testing

/// `deploy/local/build`, with a compiler that only counts.
struct BuildTests {
    @Test func `What has not changed is not built again, and what has is`() async throws {
        let checkout = try ScratchCheckout()
        defer { checkout.remove() }
        func build() async throws -> Int {
            let end = try await checkout.run("build", "--configuration", "release")
            #expect(end.succeeded, "\(end.output)")
            return checkout.builds
        }
        try checkout.write("// swift-tools-version: 6.2", to: "Package.swift")
        #expect(try await build() == 1)
        #expect(try await build() == 1)
        try checkout.write("// swift-tools-version: 6.3 ", to: "Package.swift")
        #expect(try await build() == 2)
        #expect(try await build() == 2)
        try FileManager.default.removeItem(at: checkout.folder.appending(path: ".build"))
        #expect(try await build() == 3)
    }
}
