// Names in here are those of the wire.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CurlHTTP
import FoundationEssentials

/// Reads Discord's answers: limits from the headers, errors from the body. Pure.
enum DiscordAnswer {
    private struct Failure: Decodable {
        var code: Int?
        var message: String?
        var retry_after: Double?
        var global: Bool?
    }

    static func limits(_ response: HTTPResponse) -> RateLimitHeaders {
        let headers = response.headers
        var limits = RateLimitHeaders()
        limits.bucket = headers["X-RateLimit-Bucket"]
        limits.limit = headers["X-RateLimit-Limit"].flatMap { Int($0) }
        limits.remaining = headers["X-RateLimit-Remaining"].flatMap { Int($0) }
        limits.resetAfter = headers["X-RateLimit-Reset-After"].flatMap { Double($0) }.map { .seconds($0) }
        guard response.status == 429 else { return limits }
        let body = failure(response)
        limits.isGlobal =
            body?.global ?? (headers["X-RateLimit-Global"] == "true" || headers["X-RateLimit-Scope"] == "global")
        // Cloudflare's page: the address itself is shut out, for minutes at least when nothing is said.
        limits.isForEverybody = body == nil && limits.bucket == nil && !limits.isGlobal
        limits.retryAfter =
            body?.retry_after.map { .seconds($0) } ?? headers.retryAfter(now: Date())
            ?? .seconds(limits.isForEverybody ? 60 : 5)
        return limits
    }

    static func isShared(_ response: HTTPResponse) -> Bool { response.headers["X-RateLimit-Scope"] == "shared" }

    /// Nil for a success.
    static func error(_ response: HTTPResponse, doing what: String) -> DiscordError? {
        guard !response.isSuccess else { return nil }
        let failure = failure(response)
        let code = failure?.code ?? 0
        let said = failure?.message.map { " (\($0), \(code))" } ?? ""
        switch response.status {
        // The token of a press or command, which lives for 15 minutes; 10015 when it was never acknowledged in time.
        case 401 where code == 50027, 404 where code == 10015:
            return DiscordError(.interactionOver, discordCode: code, "it is too late to answer the press\(said)")
        case 401:
            return DiscordError(
                .unauthorized, discordCode: code,
                "Discord refuses the bot token\(said): copy it anew from the developer portal into DISCORD_BOT_TOKEN")
        case 403 where failure == nil:
            return DiscordError(
                .unavailable, "something before Discord refuses what comes from this machine's address (403)")
        case 403:
            return DiscordError(
                .forbidden, discordCode: code,
                "Discord does not let the bot \(what)\(said): give it View Channel, Send Messages, Create Public "
                    + "Threads, Send Messages in Threads and Read Message History in the channel")
        case 400 where code == DiscordError.archivedThread:
            return DiscordError(.archived, discordCode: code, "the thread is archived\(said)")
        case 404 where code == 10062:
            return DiscordError(.interactionOver, discordCode: code, "the press came too late to be answered\(said)")
        case 404:
            return DiscordError(.missing, discordCode: code, "Discord does not know what to \(what)\(said)")
        case 400 where code == 40060:
            return DiscordError(.interactionOver, discordCode: code, "the press was answered before\(said)")
        case 413,
            400 where code == 40005:
            return DiscordError(.tooLarge, discordCode: code, "a file is larger than Discord takes\(said)")
        case 429:
            return DiscordError(
                .rateLimited, discordCode: code, "Discord asks to wait\(said)",
                retryAfter: limits(response).retryAfter)
        case 500...:
            return DiscordError(
                .unavailable, discordCode: code, "Discord answered \(response.status)\(said)", mayHaveHappened: true)
        default:
            return DiscordError(.invalid, discordCode: code, "Discord refuses to \(what)\(said)")
        }
    }

    /// Nil for bodies that are not Discord's, such as a proxy's HTML.
    private static func failure(_ response: HTTPResponse) -> Failure? {
        try? JSONDecoder().decode(Failure.self, from: Data(response.body))
    }
}
