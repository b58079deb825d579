import Foundation

extension DiscordRoute {
    static let threads: [DiscordRoute] = [
        DiscordRoute("POST", "channels/:channel_id/threads", .startThread) { state, call throws(DiscordError) in
            let parent = try state.guild.channel(try call.id("channel_id"))
            let form = try call.form()
            guard parent.kind == .forum else {
                let thread = try ThreadForm(form, fromMessage: false)
                return .created(try state.guild.startThread(thread, in: parent.id, at: call.now).json)
            }
            let (thread, message) = try ThreadForm.forumPost(form)
            let post = try state.guild.startPost(thread, message, in: parent.id, at: call.now)
            var body = post.thread.json
            body["message"] = post.message.json()
            return .created(body)
        },
        DiscordRoute("POST", "channels/:channel_id/messages/:message_id/threads", .startThread) {
            state, call throws(DiscordError) in
            let (parent, message) = (try call.id("channel_id"), try call.id("message_id"))
            let form = try ThreadForm(try call.form(), fromMessage: true)
            return .created(try state.guild.startThread(form, from: message, in: parent, at: call.now).json)
        },
        DiscordRoute("GET", "guilds/:guild_id/threads/active", .read) { state, call throws(DiscordError) in
            try checkGuild(call)
            return .ok(DiscordGuild.list(state.guild.activeThreads))
        },
        archived("public", .publicThread),
        archived("private", .privateThread),
        DiscordRoute("GET", "channels/:channel_id/thread-members", .read) { state, call throws(DiscordError) in
            .ok(.array(try state.guild.threadMembers(try call.id("channel_id"))))
        },
        DiscordRoute("GET", "channels/:channel_id/thread-members/:user_id", .read) {
            state, call throws(DiscordError) in
            let (thread, user) = (try call.id("channel_id"), try call.memberID())
            guard let joined = try state.guild.thread(thread).members[user] else { throw .unknownMember }
            return .ok(DiscordThread.memberJSON(thread: thread, user: user, joined: joined))
        },
        DiscordRoute("PUT", "channels/:channel_id/thread-members/:user_id", .threadMember) {
            state, call throws(DiscordError) in
            try state.guild.setMember(try call.memberID(), of: try call.id("channel_id"), joined: call.now)
            return .nothing
        },
        DiscordRoute("DELETE", "channels/:channel_id/thread-members/:user_id", .threadMember) {
            state, call throws(DiscordError) in
            try state.guild.setMember(try call.memberID(), of: try call.id("channel_id"), joined: nil)
            return .nothing
        },
    ]

    /// Archived threads of a channel, last archived first, those before the time `before`.
    private static func archived(_ word: String, _ kind: DiscordChannel.Kind) -> DiscordRoute {
        DiscordRoute("GET", "channels/:channel_id/threads/archived/\(word)", .read) {
            state, call throws(DiscordError) in
            let parent = try state.guild.channel(try call.id("channel_id")).id
            let limit = try call.limit(2...100, default: 50)
            let end = try call.time("before") ?? .distantFuture
            let found = state.guild.threads
                .filter { $0.parent == parent && $0.kind == kind && $0.thread?.isArchived == true }
                .filter { $0.archiveTime < end }
                .sorted { $0.archiveTime > $1.archiveTime }
            return .ok(DiscordGuild.list(Array(found.prefix(limit)), hasMore: found.count > limit))
        }
    }
}

extension DiscordChannel {
    fileprivate var archiveTime: Date { thread?.archiveChanged ?? .distantPast }
}

extension DiscordCall {
    /// `@me` is the bot.
    fileprivate func memberID() throws(DiscordError) -> Snowflake {
        parameters["user_id"] == "@me" ? DiscordWorld.bot.id : try id("user_id")
    }

    fileprivate func time(_ name: String) throws(DiscordError) -> Date? {
        guard let text = query[name] else { return nil }
        guard let date = DiscordTime.date(text) else { throw .invalidForm(FormErrors(.notTime(text), at: name)) }
        return date
    }
}
