import FoundationEssentials

/// What an address gave that was loaded for a page, with the page's cookies.
public struct LoadedResource: Sendable, Equatable {
    /// The HTTP status.
    public var status: Int
    /// The media type in lower-case letters, without parameters; empty when the answer names none.
    public var type: String
    /// Nil when it has more than the limit.
    public var bytes: [UInt8]?

    public init(status: Int, type: String, bytes: [UInt8]?) {
        self.status = status
        self.type = type
        self.bytes = bytes
    }
}

extension Page {
    /// Loads what an address holds, as the page's main frame would, whatever addresses are blocked for the page itself.
    ///
    /// Other than a script in the page it needs no leave of the address's owner to read the answer: whoever calls it
    /// decides which addresses are asked.
    ///
    /// - Parameters:
    ///   - limit: the most bytes to take; of more, none are kept.
    ///   - timeout: for all of it.
    /// - Throws: `navigationFailed` when there is no answer, `timeout`, `refused`.
    public func load(_ url: String, limit: Int, timeout: Duration) async throws -> LoadedResource {
        let end = ContinuousClock.now + timeout
        func left() -> Duration { max(.milliseconds(1), ContinuousClock.now.duration(to: end)) }
        let command = NetworkDomain.LoadNetworkResource(frameId: session.page.mainFrame, url: url)
        let resource = try await session.call(command, deadline: left()).resource
        guard let stream = resource.stream else {
            if let status = resource.httpStatusCode, status > 0 {
                return LoadedResource(status: Int(status), type: "", bytes: [])
            }
            throw DevToolsError(
                .navigationFailed, "An address was not loaded: \((resource.netErrorName ?? "no answer").prefix(200)).")
        }
        do {
            let bytes = try await read(stream, limit: limit, within: left)
            try await session.call(IODomain.Close(handle: stream), deadline: callDeadline).discard()
            return LoadedResource(
                status: Int(resource.httpStatusCode ?? 0), type: Self.mediaType(resource.headers ?? [:]), bytes: bytes)
        } catch {
            // The browser holds it otherwise for as long as the page lives.
            try? await session.call(IODomain.Close(handle: stream), deadline: callDeadline).discard()
            throw error
        }
    }

    /// - Returns: nil when there are more bytes than the limit.
    private func read(_ stream: String, limit: Int, within left: () -> Duration) async throws -> [UInt8]? {
        var bytes: [UInt8] = []
        while true {
            // One more than wanted tells that there are more.
            let size = min(256 * 1024, limit + 1 - bytes.count)
            let piece = try await session.call(IODomain.Read(handle: stream, size: size), deadline: left())
            if piece.base64Encoded == true {
                guard let data = Data(base64Encoded: piece.data) else {
                    throw DevToolsError(.unexpectedResult, "A piece of a loaded resource is not base64.")
                }
                bytes += data
            } else {
                bytes += piece.data.utf8
            }
            if bytes.count > limit { return nil }
            if piece.eof { return bytes }
        }
    }

    private static func mediaType(_ headers: [String: String]) -> String {
        let header = headers.first { $0.key.lowercased() == "content-type" }?.value ?? ""
        return (header.split(separator: ";").first ?? "").filter { !$0.isWhitespace }.lowercased()
    }
}
