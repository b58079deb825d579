import Foundation

extension DiscordPeer {
    /// The page at `/discord` and what it calls. None of this is Discord's.
    func page(_ request: PeerRequest, path: [String]) -> PeerResponse {
        switch (request.method, path) {
        case ("GET", []): return .html(DiscordPage.html)
        case ("GET", ["live"]): return .webSocket(feed)
        case ("GET", ["view"]):
            return .json(DiscordView.json(state, channel: request.query["channel"].flatMap(Snowflake.init)))
        case ("GET", let path) where path.count == 4 && path[0] == "attachments": return file(path.dropFirst())
        case ("POST", ["threads"]): return makeThreads(request)
        case ("POST", ["press"]): return personPresses(request)
        case ("POST", ["write"]): return personWrites(request)
        case ("POST", ["command"]): return personCalls(request)
        case ("POST", ["modal"]): return personSends(request)
        default: return .json(DiscordError.notFound.json, status: 404)
        }
    }

    /// A message's file, by the ids of channel, message and file.
    private func file(_ path: ArraySlice<String>) -> PeerResponse {
        let ids = path.compactMap(Snowflake.init)
        guard ids.count == 3, let message = state.guild.channels[ids[0]]?.message(ids[1]),
            let file = message.attachments.first(where: { $0.id == ids[2] })?.file
        else { return .text("There is no such file.\n", status: 404) }
        return .bytes(file.data, type: file.type ?? "application/octet-stream")
    }

    /// Who does it: the operator unless the request says `user`, an id.
    private static func user(_ body: JSONValue) -> DiscordUser {
        body["user"]?.string.flatMap(Snowflake.init).flatMap { DiscordWorld.users[$0] } ?? DiscordWorld.person
    }

    /// `{channel, content}`; 409 where nobody can write that.
    private func personWrites(_ request: PeerRequest) -> PeerResponse {
        guard let body = try? request.json(), let channel = body["channel"]?.string.flatMap(Snowflake.init),
            let content = body["content"]?.string
        else { return .text("channel and content are needed.\n", status: 400) }
        let written = state.guild.write(content, in: channel, by: Self.user(body), at: clock.now)
        tellEvents()
        return written.map { .json(["id": $0.id.json]) } ?? .text("That cannot be written there.\n", status: 409)
    }

    /// `{channel, name, subcommand?, options: {name: value}}`; 409 when Discord's program would not send it.
    private func personCalls(_ request: PeerRequest) -> PeerResponse {
        guard let body = try? request.json(), let channel = body["channel"]?.string.flatMap(Snowflake.init),
            let name = body["name"]?.string
        else { return .text("channel and name are needed.\n", status: 400) }
        let values = (body["options"]?.object ?? [:]).compactMap { name, value in value.string.map { (name, $0) } }
        let called = state.guild.call(
            name, values, subcommand: body["subcommand"]?.string, in: channel, by: Self.user(body), at: clock.now)
        tellEvents()
        return called == nil ? .text("There is no such command, or a value is wrong.\n", status: 409) : .empty()
    }

    /// `{names}`: threads of the bot's in the text channel, as if they had been made long ago: no limit is asked. Answers
    /// their ids in the same order.
    private func makeThreads(_ request: PeerRequest) -> PeerResponse {
        guard let names = (try? request.json())?["names"]?.array?.compactMap(\.string) else {
            return .text("names are needed.\n", status: 400)
        }
        var ids: [JSONValue] = []
        do throws(DiscordError) {
            for name in names {
                let form = try ThreadForm(FormField(["name": .string(name), "type": 11]), fromMessage: false)
                ids.append(try state.guild.startThread(form, in: DiscordWorld.channel, at: clock.now).id.json)
            }
        } catch {
            return .json(error.json, status: error.status)
        }
        tellEvents()
        return .json(["ids": .array(ids)], status: 201)
    }

    /// `{channel, message, custom_id}`; 409 when the button is gone.
    private func personPresses(_ request: PeerRequest) -> PeerResponse {
        guard let body = try? request.json(), let channel = body["channel"]?.string.flatMap(Snowflake.init),
            let message = body["message"]?.string.flatMap(Snowflake.init), let customID = body["custom_id"]?.string
        else { return .text("channel, message and custom_id are needed.\n", status: 400) }
        let pressed = state.guild.press(
            customID, on: message, in: channel, by: .person, user: Self.user(body), mode: "person", at: clock.now)
        tellEvents()
        return pressed == nil ? .text("The button is gone.\n", status: 409) : .empty()
    }

    /// `{interaction, values: {custom_id: text}}`; 409 when no such modal is open, or a value has another length than it
    /// may have.
    private func personSends(_ request: PeerRequest) -> PeerResponse {
        guard let body = try? request.json(), let id = body["interaction"]?.string.flatMap(Snowflake.init),
            let values = body["values"]?.object
        else { return .text("interaction and values are needed.\n", status: 400) }
        let sent = state.guild.send(modalOf: id, values: values.compactMapValues(\.string), at: clock.now)
        tellEvents()
        return sent == nil
            ? .text("No such modal is open, or a value is too short or too long.\n", status: 409) : .empty()
    }
}

/// The page's HTML with its style and script inside, so that it is one answer.
enum DiscordPage {
    static let html = String(decoding: PackageResources.discord_html, as: UTF8.self)
        .replacing("/*STYLE*/", with: String(decoding: PackageResources.discord_css, as: UTF8.self))
        .replacing("/*SCRIPT*/", with: String(decoding: PackageResources.discord_js, as: UTF8.self))
}
