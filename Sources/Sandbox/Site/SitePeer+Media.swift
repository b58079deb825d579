import Foundation

/// What came with messages: `/site/media/<conversation>/<index>-<n>`, for who is signed in.
extension SitePeer {
    func media(_ request: PeerRequest, _ path: [String]) -> PeerResponse {
        guard session(of: request) != nil else { return Self.signedOut }
        let numbers = (path.dropFirst().first ?? "").split(separator: "-").compactMap { Int($0) }
        guard let id = path.first, numbers.count == 2,
            let entry = conversation(id)?.entries.first(where: { $0.index == numbers[0] && !$0.isDeleted }),
            entry.attached.indices.contains(numbers[1])
        else { return Self.failure("There is nothing here.", status: 404) }
        mediaAsked[request.path, default: 0] += 1
        let seed = UInt64(numbers[0] * 16 + numbers[1])
        switch entry.attached[numbers[1]] {
        case .picture: return Self.picture(width: 96, seed)
        case .large: return Self.picture(width: 1500, seed)
        case .file:
            return .bytes(
                Data("What I wanted to tell you, part \(numbers[0]).\n".utf8), type: "text/plain; charset=utf-8")
        case .gone, .foreign: return Self.failure("It was taken away.", status: 404)
        case .page: return .html("<!doctype html><p>Please sign in.")
        case .late:
            guard (mediaAsked[request.path] ?? 0) > 2 else { return Self.failure("Please wait.", status: 503) }
            return Self.picture(width: 96, seed)
        }
    }

    /// A square one.
    static func picture(width: Int, _ seed: UInt64) -> PeerResponse {
        .bytes(PNGPicture(width: width, height: width, seed: seed).data(), type: "image/png")
    }
}

extension Entry {
    /// `{kind, address}` for each.
    func attachments(in conversation: String) -> [JSONValue] {
        attached.enumerated().map { number, attached in
            let path = "/site/media/\(conversation)/\(index)-\(number)"
            return [
                "kind": .string(attached.kind),
                "address": .string(attached == .foreign ? "http://pictures.example\(path)" : path),
            ]
        }
    }
}
