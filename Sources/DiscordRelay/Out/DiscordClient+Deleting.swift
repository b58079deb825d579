import CurlHTTP

/// What the relay takes away again.
extension DiscordClient {
    /// Deletes a thread with all that stands in it. Needs Manage Threads.
    func deleteChannel(_ id: String) async throws {
        _ = try await exchange(
            .delete, "/channels/\(id)", body: [],
            route: DiscordRoute(template: "DELETE /channels/{id}", major: id), "delete a thread", tries: Self.tries,
            total: .seconds(10), isRepeatable: true)
    }

    /// Deletes a message of the bot's own.
    func deleteMessage(_ message: String, in channel: String) async throws {
        _ = try await exchange(
            .delete, "/channels/\(channel)/messages/\(message)", body: [],
            route: DiscordRoute(template: "DELETE /channels/{id}/messages/{id}", major: channel), "delete a message",
            tries: Self.tries, total: .seconds(10), isRepeatable: true)
    }
}
