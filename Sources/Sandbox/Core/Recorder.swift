import Foundation

/// Appends every exchange with a recorded peer to `DIR/http.jsonl`, one JSON object a line:
/// `{peer, method, path, query, headers, body, status, responseHeaders, responseBody, at}`.
///
/// - `query`, `headers`, `responseHeaders`: arrays of `[name, value]`, names as sent; Authorization and Cookie read `***`.
/// - `body`, `responseBody`: text; bytes that are no UTF-8 are written as `{"base64": "…"}`. A streamed answer is
///   written whole when it has ended, cut at 1 MiB.
/// - `status`: 0 when a fault closed the connection without an answer. `at`: ms since 1970.
///
/// A line is written with one call when its exchange is over, so a killed sandbox leaves whole lines.
actor Recorder {
    static let streamLimit = 1 << 20

    private let file: FileHandle
    private let clock: any SandboxClock

    init(directory: String, clock: any SandboxClock) throws {
        let folder = URL(fileURLWithPath: directory, isDirectory: true)
        let path = folder.appendingPathComponent("http.jsonl")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            if !FileManager.default.fileExists(atPath: path.path) {
                try Data().write(to: path)
            }
            file = try FileHandle(forWritingTo: path)
            try file.seekToEnd()
        } catch {
            throw SandboxError(
                code: .recordFailed,
                message: "cannot write \(path.path); give --record a folder that this user may write to")
        }
        self.clock = clock
    }

    func record(peer: String, request: PeerRequest, response: PeerResponse, body: Data) {
        let line: JSONValue = [
            "peer": .string(peer),
            "method": .string(request.method),
            "path": .string(request.path),
            "query": .array(request.query.fields.map { [.string($0.name), .string($0.value)] }),
            "headers": Self.fields(request.headers),
            "body": Self.text(request.body),
            "status": JSONValue(response.status),
            "responseHeaders": Self.fields(response.headers),
            "responseBody": Self.text(body),
            "at": .integer(clock.milliseconds),
        ]
        // A full disk must not stop the stand-ins; the contract test that reads the record will miss the lines.
        try? file.write(contentsOf: line.data() + Data("\n".utf8))
    }

    private static let masked: Set<String> = ["authorization", "cookie", "set-cookie"]

    private static func fields(_ headers: HeaderFields) -> JSONValue {
        .array(
            headers.fields.map { field in
                [.string(field.name), masked.contains(field.name.lowercased()) ? "***" : .string(field.value)]
            })
    }

    private static func text(_ data: Data) -> JSONValue {
        guard let text = String(data: data, encoding: .utf8) else {
            return ["base64": .string(data.base64EncodedString())]
        }
        return .string(text)
    }
}
