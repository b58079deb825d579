import FlyingFox
import Foundation

/// The one place where FlyingFox's types meet the peers' types.
extension Router: HTTPHandler {
    func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
        guard let body = try await readBody(of: request) else {
            let headers: HTTPHeaders = [.connection: "close"]
            return HTTPResponse(statusCode: .payloadTooLarge, headers: headers, body: Data())
        }
        var headers = HeaderFields()
        for (name, value) in request.headers { headers.add(name.rawValue, value) }
        let isHead = request.method == .HEAD
        let answer = await answer(
            PeerRequest(
                method: isHead ? "GET" : request.method.rawValue.uppercased(),
                path: request.target.path(percentEncoded: true),
                query: FormFields(parsing: request.target.query(percentEncoded: true)),
                headers: headers,
                body: body))
        return try await response(answer, to: request, isHead: isHead)
    }

    private func readBody(of request: HTTPRequest) async throws -> Data? {
        var body = Data()
        for try await chunk in request.bodySequence {
            guard body.count + chunk.count <= Router.bodyLimit else { return nil }
            body.append(chunk)
        }
        return body
    }

    private func response(_ answer: PeerResponse, to request: HTTPRequest, isHead: Bool) async throws -> HTTPResponse {
        var headers = HTTPHeaders()
        for field in answer.headers.fields { headers.addValue(field.value, for: HTTPHeader(field.name)) }
        let status = HTTPStatusCode(answer.status, phrase: ReasonPhrase.of(answer.status))
        switch answer.body {
        case .bytes(let data):
            if isHead { headers[.contentLength] = String(data.count) }
            return HTTPResponse(statusCode: status, headers: headers, body: isHead ? Data() : data)
        case .stream(let stream):
            return HTTPResponse(
                statusCode: status, headers: headers, body: HTTPBodySequence(from: StreamedBody(stream: stream)))
        case .webSocket(let handler):
            return try await WebSocketHTTPHandler.webSocket(handler).handleRequest(request)
        case .dropped:
            return HTTPResponse(webSocket: DroppedConnection())
        case .cut(let data):
            return HTTPResponse(
                statusCode: status, headers: headers, body: HTTPBodySequence(from: CutBody(of: data), count: data.count)
            )
        }
    }
}

/// FlyingFox writes the head of an upgrade only after its handler has made frames; one that throws therefore closes
/// the connection with no byte sent, which is what a lost answer looks like.
private struct DroppedConnection: WSHandler {
    struct Dropped: Error {}

    func makeFrames(for client: AsyncThrowingStream<WSFrame, any Error>) async throws -> AsyncStream<WSFrame> {
        throw Dropped()
    }
}
