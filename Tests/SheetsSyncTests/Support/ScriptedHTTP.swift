import CurlHTTP
import Foundation
import Synchronization

@testable import SheetsSync

/// Answers requests by a script and remembers them.
final class ScriptedHTTP: Sendable {
    typealias Script = @Sendable (_ number: Int, HTTPRequest) async throws -> HTTPResponse

    private let requestsSoFar = Mutex<[HTTPRequest]>([])
    private let script: Script

    init(_ script: @escaping Script) { self.script = script }

    var requests: [HTTPRequest] { requestsSoFar.withLock { $0 } }

    var send: SendHTTP {
        { request throws(HTTPError) in
            let number = self.requestsSoFar.withLock { requests in
                requests.append(request)
                return requests.count
            }
            do {
                return try await self.script(number, request)
            } catch let error as HTTPError {
                throw error
            } catch {
                throw HTTPError(.protocol, "\(error)", requestMayHaveBeenProcessed: true)
            }
        }
    }
}

extension HTTPResponse {
    static func json(_ status: Int, _ text: String, headers: HTTPHeaders = [:]) -> HTTPResponse {
        HTTPResponse(status: status, headers: headers, body: Array(text.utf8))
    }
}

extension HTTPRequest {
    /// The fields of a form in the body.
    var form: [String: String] {
        var fields: [String: String] = [:]
        for pair in String(decoding: body, as: UTF8.self).split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1).map { String($0).removingPercentEncoding ?? "" }
            fields[parts[0]] = parts.count > 1 ? parts[1] : ""
        }
        return fields
    }
}

/// A clock that a test sets.
final class ManualTime: Sendable {
    private let time = Mutex(Date(timeIntervalSince1970: 1_800_000_000))

    var now: Date { time.withLock { $0 } }
    func advance(_ seconds: TimeInterval) { time.withLock { $0 += seconds } }
}
