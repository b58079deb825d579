import Foundation
import Testing

@testable import Sandbox

@Suite struct RequestTests {
    @Test func `form fields decode plus, percent and empty values`() {
        let form = FormFields(parsing: "a=1+2&b=%C3%A9%26&a=3&c&=x&d=%zz")
        #expect(form["a"] == "1 2")
        #expect(form.values("a") == ["1 2", "3"])
        #expect(form["b"] == "é&")
        #expect(form["c"] == "")
        #expect(form["d"] == "%zz")
        #expect(form["e"] == nil)
    }

    @Test func `segments are decoded one by one`() {
        let request = PeerRequest(method: "GET", path: "/google/v4/Sheet%201!A1%2FB:append//")
        #expect(request.segments == ["google", "v4", "Sheet 1!A1/B:append"])
    }

    @Test func `authorization is read by scheme`() {
        let request = PeerRequest(method: "GET", path: "/", headers: ["authorization": "bot  a.b"])
        #expect(request.authorization(scheme: "Bot") == "a.b")
        #expect(request.authorization(scheme: "Bearer") == nil)
        #expect(PeerRequest(method: "GET", path: "/").authorization(scheme: "Bearer") == nil)
    }

    @Test func `cookies are read by name`() {
        let request = PeerRequest(method: "GET", path: "/", headers: ["Cookie": "a=1; b=x=y ;c"])
        #expect(request.cookies == ["a": "1", "b": "x=y"])
    }

    @Test func `header names compare without case and may repeat`() {
        var headers: HeaderFields = ["X-One": "1"]
        headers.add("x-one", "2")
        #expect(headers["X-ONE"] == "1")
        headers["x-One"] = "3"
        #expect(headers.fields.map(\.value) == ["3"])
        headers["X-ONE"] = nil
        #expect(headers.fields.isEmpty)
    }
}
