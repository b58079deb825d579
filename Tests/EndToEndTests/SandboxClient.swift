// Names in here are those of the wire.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import Foundation
import FoundationNetworking

/// What a person does to the sandbox of a run, over its own addresses.
struct SandboxClient: Sendable {
    struct Message: Decodable, Sendable {
        struct Row: Decodable, Sendable { var components: [Button] }
        struct Button: Decodable, Sendable {
            var label: String?
            var custom_id: String?
        }
        struct File: Decodable, Sendable { var path: String }
        var id: String
        var content: String
        var components: [Row]
        var attachments: [File]

        func button(_ label: String) -> String? {
            components.flatMap(\.components).first { $0.label == label }?.custom_id
        }
    }

    struct Form: Decodable, Sendable { var interaction: String }

    private struct View: Decodable {
        struct Channel: Decodable { var messages: [Message] }
        struct Thread: Decodable { var id: String }
        var threads: [Thread]
        var chosen: Channel?
        var modal: Form?
    }

    private struct Ledger: Decodable {
        struct Site: Decodable { var troubles: [String: Int] }
        var site: Site
    }

    /// `http://127.0.0.1:port`
    let base: String
    private static let channel = "900000000000000003"

    /// The channel's own messages, and the form that is open.
    func view() async throws -> (messages: [Message], form: Form?) {
        let view = try await view(of: Self.channel)
        return (view.chosen?.messages ?? [], view.modal)
    }

    /// The messages of all threads.
    func threadMessages() async throws -> [Message] {
        var messages: [Message] = []
        for thread in try await view(of: Self.channel).threads {
            messages += try await view(of: thread.id).chosen?.messages ?? []
        }
        return messages
    }

    private func view(of channel: String) async throws -> View {
        try JSONDecoder().decode(View.self, from: await get("/discord/view?channel=\(channel)"))
    }

    func troubles() async throws -> [String: Int] {
        try JSONDecoder().decode(Ledger.self, from: await get("/control/ledger?part=site")).site.troubles
    }

    func press(_ customID: String, of message: Message) async throws {
        try await post("/discord/press", ["channel": Self.channel, "message": message.id, "custom_id": customID])
    }

    func get(_ path: String) async throws -> Data { try await send(URLRequest(url: url(path))) }

    @discardableResult
    func post(_ path: String, _ body: [String: Any]) async throws -> Data { try await send("POST", path, body) }

    @discardableResult
    func send(_ method: String, _ path: String, _ body: Any, headers: [String: String] = [:]) async throws -> Data {
        var request = URLRequest(url: try url(path))
        request.httpMethod = method
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        request.httpBody = try JSONSerialization.data(withJSONObject: body)
        return try await send(request)
    }

    private func url(_ path: String) throws -> URL {
        guard let url = URL(string: base + path) else { throw URLError(.badURL) }
        return url
    }

    private func send(_ request: URLRequest) async throws -> Data {
        let (data, response) = try await URLSession.shared.data(for: request)
        guard let status = (response as? HTTPURLResponse)?.statusCode, (200..<300).contains(status) else {
            throw Refused(
                description:
                    "\(request.url?.path() ?? "") was refused: \(String(decoding: data.prefix(500), as: UTF8.self))")
        }
        return data
    }

    struct Refused: Error, CustomStringConvertible { let description: String }
}
