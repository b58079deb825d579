import Messaging
import Mongo
import Shared
import Store

/// Forgets somebody in Discord: deletes their threads, with all that stands in them, and what is stored of them here.
struct ThreadErasure: Sendable {
    let discord: DiscordClient
    let threads: ThreadKeeper
    let store: Store
    /// The conversations' channel, for a thread of which nothing else is known.
    let channel: String

    /// What Discord calls threads.
    private static let threadTypes = 10...12

    func part(_ request: ErasureRequested) async throws -> ErasurePart {
        let conversation = request.conversation
        let places = try await store.read { try $0.threads(of: conversation) }
        return ErasurePart(
            in: "discord",
            effects: places.map { place in
                Effect(repeatable: { try await delete(place, request) })
            }
        ) { transaction in
            try transaction.dropPosts(of: conversation, in: places.map(\.thread)) + places.count
        }
    }

    /// A channel that is none of a conversation's threads is never deleted, whatever is stored.
    private func delete(_ place: KnownThread, _ request: ErasureRequested) async throws {
        await threads.drop(request.conversation)
        do {
            var parent = place.channel ?? channel
            if let found = try await ifThere({ try await discord.channel(place.thread) }) {
                guard Self.threadTypes.contains(found.type) else { return }
                parent = found.parent_id ?? parent
                try await ifThere { try await discord.deleteChannel(place.thread) }
            }
            try await deleteAnnouncement(of: place.thread, in: parent)
        } catch let error as DiscordError where error.code == .forbidden {
            try await store.write { transaction in
                try transaction.troubleErasure(
                    request.request, summary: "Somebody's thread in Discord cannot be deleted.",
                    advice: "Give the bot Manage Threads in the channel: it is tried again every minute.")
            }
            throw NotYet(delay: .seconds(60), reason: error.description)
        } catch let error as DiscordError {
            throw error.patient
        }
    }

    /// Where a text channel says that the thread was begun, with its name. It follows the thread at once, and stays when
    /// that is deleted.
    private func deleteAnnouncement(of thread: String, in parent: String) async throws {
        guard let id = UInt64(thread), let room = try await ifThere({ try await discord.channel(parent) }),
            room.type != DiscordChannel.forum
        else { return }
        let after = try await ifThere { try await discord.messages(in: parent, after: "\(id - 1)") } ?? []
        for message in after where message.announces(thread) {
            try await ifThere { try await discord.deleteMessage(message.id, in: parent) }
        }
    }

    /// Nil for what is gone already.
    @discardableResult
    private func ifThere<R: Sendable>(_ body: () async throws -> R) async throws -> R? {
        do {
            return try await body()
        } catch let error as DiscordError where error.code == .missing {
            return nil
        }
    }
}

/// A thread that a conversation has, or had in an earlier channel.
struct KnownThread: Sendable, Equatable {
    var thread: String
    var channel: String?
}

extension StoreTransaction {
    /// All threads in which anything of the conversation was posted.
    func threads(of conversation: String) throws -> [KnownThread] {
        struct Posted: Decodable { var thread: String }
        struct Made: Decodable {
            var _id: String
            var externalID: String?
        }
        let own = try session.collection(ThreadDocument.collection).findOne(
            as: ThreadDocument.self, filter: ["_id": .string(conversation)])
        var known = own.map { [KnownThread(thread: $0.thread, channel: $0.channel)] } ?? []
        let made = try session.collection(EffectDocument.collection).find(
            as: Made.self,
            filter: ["conversation": .string(conversation), "_id": ["$regex": "^discord\\.thread:"]], limit: 1000)
        let posted = try session.collection(PostDocument.collection).find(
            as: Posted.self, filter: ["conversation": .string(conversation)], projection: ["thread": 1], limit: 100_000)
        for thread in made.compactMap(\.externalID) + posted.map(\.thread)
        where !known.contains(where: { $0.thread == thread }) {
            known.append(KnownThread(thread: thread, channel: nil))
        }
        return known
    }

    /// - Returns: how many posts there were.
    func dropPosts(of conversation: String, in threads: [String]) throws -> Int {
        let own: BSONDocument = ["conversation": .string(conversation)]
        let count = try session.collection(PostDocument.collection).deleteMany(own)
        for name in [PostingDocument.collection, HeardDocument.collection] {
            _ = try session.collection(name).deleteMany(own)
        }
        _ = try session.collection(CardDocument.collection).deleteMany([
            "thread": ["$in": .array(threads.map { .string($0) })]
        ])
        for name in [ShownDocument.collection, ThreadDocument.collection] {
            _ = try session.collection(name).deleteOne(["_id": .string(conversation)])
        }
        return Int(count)
    }
}
