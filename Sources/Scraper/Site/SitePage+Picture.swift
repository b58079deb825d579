import DevTools

/// A picture of what a page shows, with all that is private covered.
struct PagePicture: Sendable, Equatable {
    /// Larger ones are not kept.
    static let maximumSize = 500_000

    /// `image/png` or `image/jpeg`.
    let type: String
    let bytes: [UInt8]
}

extension SitePage {
    /// What is left to be seen on a picture.
    enum Part: String, Sendable {
        case challenge, banned
        /// What lies over the page without the pack knowing it.
        case cover
    }

    /// Pictures and videos, which no reading needs.
    static let pictureAddresses = ["*.png*", "*.jpg*", "*.jpeg*", "*.gif*", "*.webp*", "*.mp4*"]

    /// Whether pictures are loaded from now on. A captcha may be one.
    func showPictures(_ areShown: Bool) async throws {
        try await page.setBlockedURLs(areShown ? [] : Self.pictureAddresses)
    }

    /// A picture of the visible part of the page on which only `part` can be seen, without what stands in its fields.
    ///
    /// The page is masked for the moment of it, and afterwards it is proven that the mask lay there all the time: if not,
    /// if the part is not there, or if the picture would be too large, there is none. A picture is never worth an error.
    func picture(of part: Part) async -> PagePicture? {
        // What changes under the mask spoils one attempt.
        for _ in 0..<3 {
            do {
                guard let picture = try await masked(part, { try await self.shot() }) else { continue }
                return picture
            } catch {
                if Task.isCancelled { return nil }
            }
        }
        return nil
    }

    /// - Returns: nil when the mask did not lie on the page from beginning to end.
    private func masked(
        _ part: Part, _ body: () async throws -> PagePicture?
    ) async throws -> PagePicture? {
        guard try await script.mask(part.rawValue) else { return nil }
        let picture: PagePicture?
        do {
            picture = try await body()
        } catch {
            _ = try? await script.unmask()
            throw error
        }
        return try await script.unmask() ? picture : nil
    }

    private func shot() async throws -> PagePicture? {
        let png = try await page.screenshot()
        if png.count <= PagePicture.maximumSize { return PagePicture(type: "image/png", bytes: png) }
        let jpeg = try await page.screenshot(as: .jpeg(quality: 60))
        return jpeg.count <= PagePicture.maximumSize ? PagePicture(type: "image/jpeg", bytes: jpeg) : nil
    }
}

extension PageScript {
    /// Covers all but a part of the page; false when that cannot be done for certain.
    func mask(_ part: String) async throws -> Bool { try await call("(part) => switchboard.mask(part)", [part]) }

    /// Takes the mask off; whether it lay there until now, over the same page.
    func unmask() async throws -> Bool { try await call("() => switchboard.unmask()", []) }
}
