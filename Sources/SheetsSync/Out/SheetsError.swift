import CurlHTTP
import FoundationEssentials

/// What went wrong with the sheet, in words that say what to do. Safe to show: it holds no token and no text of a row.
struct SheetsError: Error, CustomStringConvertible, Equatable {
    enum Code: String, Sendable, CaseIterable {
        /// A file is wrong, or Google refuses what is in it.
        case credentials
        /// The sheet is not shared with the account, or the API is not switched on for its project.
        case forbidden
        /// There is no such sheet.
        case missing
        /// The tab holds something that this service did not write.
        case occupied
        /// The access token was refused.
        case unauthorized
        /// Google does not take what was written.
        case invalid
        /// The spreadsheet has as many cells as one may have.
        case full
        case quota
        case unavailable
    }

    let code: Code
    let message: String
    /// What Google asks for.
    let retryAfter: Duration?

    init(_ code: Code, _ message: String, retryAfter: Duration? = nil) {
        self.code = code
        self.message = message
        self.retryAfter = retryAfter
    }

    var description: String { message }

    /// Whether it passes by itself. The others wait for a person, and are tried again all the same, since rows wait.
    var isRetriable: Bool {
        switch code {
        case .quota, .unavailable, .unauthorized: true
        case .credentials, .forbidden, .missing, .occupied, .invalid, .full: false
        }
    }
}

extension SheetsError {
    /// `{"error": {code, message, status, details}}`: google.aip.dev/193.
    private struct Body: Decodable {
        struct Fault: Decodable {
            struct Detail: Decodable { var reason: String? }
            var message: String?
            var details: [Detail]?
        }
        var error: Fault
    }

    /// Reads an answer of the Sheets API that is not a success.
    ///
    /// - Parameter account: whom to share the sheet with, where it is known.
    static func api(_ response: HTTPResponse, account: String?, now: Date) -> SheetsError {
        let fault = (try? JSONDecoder().decode(Body.self, from: Data(response.body)))?.error
        let reasons = Set(fault?.details?.compactMap(\.reason) ?? [])
        let retryAfter = response.headers.retryAfter(now: now)
        switch response.status {
        case 401:
            return SheetsError(.unauthorized, "Google refuses the access token: a new one is asked for.")
        case 403
        where !reasons.isDisjoint(with: ["RATE_LIMIT_EXCEEDED", "rateLimitExceeded", "userRateLimitExceeded"]),
            429:
            return SheetsError(
                .quota, "Google's quota for this minute is used up: rows wait, nothing is lost.", retryAfter: retryAfter
            )
        case 403: return forbidden(reasons, account)
        case 404:
            return SheetsError(
                .missing,
                "There is no spreadsheet with this id: set GOOGLE_SHEET_ID to the part of its address between /d/ and "
                    + "/edit\(account.map { ", and share it with \($0) as Editor" } ?? "").")
        case 400 where fault?.message?.contains("above the limit") == true:
            return SheetsError(
                .full,
                "The spreadsheet has reached 10,000,000 cells: make a new one, share it, and set GOOGLE_SHEET_ID to it."
            )
        case 408, 500...:
            return SheetsError(
                .unavailable, "Google Sheets answered \(response.status): it is tried again.", retryAfter: retryAfter)
        default:
            return SheetsError(.invalid, "Google Sheets refuses the request (\(response.status)).")
        }
    }

    private static func forbidden(_ reasons: Set<String>, _ account: String?) -> SheetsError {
        if reasons.contains("SERVICE_DISABLED") || reasons.contains("accessNotConfigured") {
            return SheetsError(
                .forbidden, "The Google Sheets API is not switched on: enable it for the project of the credentials.")
        }
        if reasons.contains("ACCESS_TOKEN_SCOPE_INSUFFICIENT") {
            return SheetsError(
                .forbidden, "The credentials may not write to spreadsheets: sign in again and allow it.")
        }
        return SheetsError(
            .forbidden,
            "The sheet is not shared: share it with \(account ?? "the account that signed in") as Editor.")
    }

    /// `{"error", "error_description"}`: RFC 6749, 5.2.
    private struct TokenBody: Decodable { var error: String }

    /// Reads an answer of the token service that is not a success. Retried are 408, 429, 500, 503 and 504, as by
    /// Google's own library.
    static func token(_ response: HTTPResponse, now: Date) -> SheetsError {
        let fault = (try? JSONDecoder().decode(TokenBody.self, from: Data(response.body)))?.error
        switch (response.status, fault) {
        case (408, _), (429, _), (500..., _), (_, nil):
            return SheetsError(
                .unavailable, "Google's token service answered \(response.status): it is tried again.",
                retryAfter: response.headers.retryAfter(now: now))
        case (_, "invalid_grant"):
            return SheetsError(
                .credentials,
                "Google does not accept the credentials any more (invalid_grant): make a new key for the service "
                    + "account, or sign in again for a new token file; and look whether this machine's clock is right. "
                    + "While an app's consent screen is in testing, its sign-ins end after 7 days.")
        case (_, let fault?):
            return SheetsError(
                .credentials,
                "Google refuses the credentials (\(fault.prefix(60))): check the file in GOOGLE_CREDENTIALS_PATH.")
        }
    }
}
