import CurlHTTP
import Foundation
import Shared
import Testing

@testable import SheetsSync

@Suite struct SheetsErrorTests {
    private func error(
        _ status: Int, _ message: String = "m", reason: String? = nil, headers: HTTPHeaders = [:]
    ) -> SheetsError {
        let details = reason.map { #", "details": [{"@type": "x"}, {"@type": "y", "reason": "\#($0)"}]"# } ?? ""
        let body = #"{"error": {"code": \#(status), "message": "\#(message)", "status": "S"\#(details)}}"#
        return SheetsError.api(
            .json(status, body, headers: headers), account: "robot@p", now: Date(timeIntervalSince1970: 0))
    }

    @Test func `a sheet that is not shared says with whom to share it`() {
        let error = error(403, "The caller does not have permission")
        #expect(error.code == .forbidden && !error.isRetriable)
        #expect(error.message.contains("share it with robot@p as Editor"))
    }

    @Test func `the other causes of 403 are told apart`() {
        #expect(error(403, reason: "RATE_LIMIT_EXCEEDED").code == .quota)
        #expect(error(403, reason: "SERVICE_DISABLED").message.contains("enable it"))
        #expect(error(403, reason: "ACCESS_TOKEN_SCOPE_INSUFFICIENT").message.contains("sign in again"))
    }

    @Test func `a wrong id says which variable to look at`() {
        let error = error(404)
        #expect(error.code == .missing && error.message.contains("GOOGLE_SHEET_ID") && !error.isRetriable)
    }

    @Test func `a used-up quota waits as long as it is asked to`() {
        #expect(error(429).code == .quota && error(429).retryAfter == nil)
        #expect(error(429, headers: ["Retry-After": "2.5"]).retryAfter == .seconds(2.5))
        #expect(error(429).isRetriable)
    }

    @Test func `a full spreadsheet asks for a new one`() {
        let error = error(
            400, "This action would increase the number of cells in the workbook above the limit of 10000000 cells.")
        #expect(error.code == .full && error.message.contains("make a new one"))
    }

    @Test(arguments: [500, 502, 503, 504, 408])
    func `faults of Google pass`(status: Int) {
        #expect(error(status).code == .unavailable && error(status).isRetriable)
    }

    @Test func `nothing that Google quotes from the request is repeated`() {
        let error = error(400, "Invalid value at 'data[0].values' hunter2")
        #expect(error.code == .invalid && !String(reflecting: error).contains("hunter2"))
    }

    @Test func `an answer without a body is understood by its status`() {
        for (status, code) in [
            (401, SheetsError.Code.unauthorized), (403, .forbidden), (404, .missing), (400, .invalid),
        ] {
            let response = HTTPResponse(status: status, body: Array("<html>".utf8))
            #expect(SheetsError.api(response, account: nil, now: Date()).code == code)
        }
    }
}
