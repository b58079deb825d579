import DevTools

/// Pages that are kept without anybody's words, and kept ones that are read again.
extension PageScript {
    /// The most that is kept of a page, in UTF-8 bytes.
    static let snapshotLimit = 2 << 20

    /// What a snapshot's head holds, by name.
    typealias SnapshotHead = [String: String]

    /// The page as one piece of HTML: structure, classes, labels of controls and what is visible are kept; names, texts,
    /// ids and times of day are replaced. See Script/redacting.js.
    ///
    /// - Parameters:
    ///   - head: what else its head is to hold.
    ///   - portraits: what the controls looked like before. They and `known` are kept in the same form as the page, so
    ///     that roles can be looked for in the snapshot as on the page.
    ///   - limit: in UTF-8 bytes; the oldest of the longest list is left out until it fits.
    func snapshot(
        _ head: SnapshotHead, remembering portraits: [Role: Portrait], knowing known: KnownContent = KnownContent(),
        limit: Int = Self.snapshotLimit
    ) async throws -> String {
        try await page.callFunction(
            "(head, memory, known, limit) => switchboard.snapshot(head, memory, known, limit)",
            arguments: [head, portraits, known, limit], in: Self.world, timeout: .seconds(5))
    }

    /// From now on the document counts as being at the address that its snapshot was taken at.
    func useStored(_ address: String) async throws {
        try await page.runFunction(
            "(address) => switchboard.useStored(address)", arguments: [address], in: Self.world)
    }

    /// What the head of the snapshot that a page shows holds; empty when it shows none.
    static func snapshotHead(of page: Page) async throws -> SnapshotHead {
        try await page.callFunction(
            """
            () => Object.fromEntries([...document.querySelectorAll("meta[name^='switchboard-']")].map(
              (meta) => [meta.name.slice("switchboard-".length), meta.content]))
            """)
    }
}
