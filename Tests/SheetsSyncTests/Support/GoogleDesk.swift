import CurlHTTP
import Foundation
import Logging
import Shared
import Testing

@testable import SheetsSync

/// A sheets client over a real HTTP client, at work on the sandbox's Google.
struct GoogleDesk: Sendable {
    let google: GoogleSandbox
    let http: HTTPClient
    let tokens: GoogleTokenSource
    let account: String?

    static let silent = Logger(label: "tests", factory: { _ in SwiftLogNoOpLogHandler() })

    /// - Parameter files: the credentials that the sandbox hands out: a service account's, or an application's.
    static func with<R: Sendable>(
        files: [String] = ["service-account.json"], _ body: @escaping @Sendable (GoogleDesk) async throws -> R
    ) async throws -> R {
        try await GoogleSandbox.with { google in
            try await Scratch.with { scratch in
                let http = HTTPClient()
                return try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await http.run() }
                    defer { http.close() }
                    var paths: [String] = []
                    for file in files {
                        let response = try await http.send(HTTPRequest(.get, "\(google.base)/credentials/\(file)"))
                        paths.append(try scratch.write(String(decoding: response.body, as: UTF8.self), to: file))
                    }
                    let (key, token) = (paths[0], paths.last ?? "")
                    let read: @Sendable () throws(SheetsError) -> GoogleCredentials = { () throws(SheetsError) in
                        try GoogleCredentials.read(credentialsPath: key, tokenPath: token)
                    }
                    let credentials = try read()
                    let tokens = GoogleTokenSource(
                        credentials, stored: nil, address: "\(google.base)/token",
                        send: { request throws(HTTPError) in try await http.send(request) }, reload: read,
                        logger: silent)
                    return try await body(
                        GoogleDesk(google: google, http: http, tokens: tokens, account: credentials.email))
                }
            }
        }
    }

    func client(sheet: String = GoogleSandbox.sheet, tab: String = "Messages") -> SheetsClient {
        let http = http
        return SheetsClient(
            send: { request throws(HTTPError) in try await http.send(request) }, tokens: tokens, api: google.base,
            spreadsheet: sheet, tab: tab, account: account)
    }
}
