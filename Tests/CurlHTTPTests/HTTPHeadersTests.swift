import CurlHTTP
import Testing

@Suite struct HTTPHeadersTests {
    @Test func namesCompareWithoutRegardToCase() {
        let headers: HTTPHeaders = ["Content-Type": "text/plain"]
        #expect(headers["content-TYPE"] == "text/plain")
        #expect(headers["content-typ"] == nil)
    }

    @Test func orderAndRepetitionsAreKept() {
        var headers: HTTPHeaders = ["A": "1"]
        headers.add(name: "Set-Cookie", value: "x")
        headers.add(name: "B", value: "2")
        headers.add(name: "set-cookie", value: "y")
        #expect(headers.map(\.name) == ["A", "Set-Cookie", "B", "set-cookie"])
        #expect(headers.values("SET-COOKIE") == ["x", "y"])
        #expect(headers["Set-Cookie"] == "x")
    }

    @Test func settingReplacesAllInTheFirstOnesPlace() {
        var headers = HTTPHeaders([
            .init(name: "X", value: "1"), .init(name: "Y", value: "2"), .init(name: "x", value: "3"),
        ])
        headers["x"] = "4"
        #expect(headers.map(\.value) == ["4", "2"])
        headers["X"] = nil
        #expect(headers.map(\.name) == ["Y"])
    }

    @Test func settingANewNameAppends() {
        var headers: HTTPHeaders = ["A": "1"]
        headers["B"] = "2"
        #expect(headers.map(\.name) == ["A", "B"])
    }

    @Test func descriptionsHoldNoValues() {
        let headers: HTTPHeaders = ["Authorization": "Bearer hunter2"]
        var dumped = ""
        dump(headers, to: &dumped)
        for text in ["\(headers)", String(reflecting: headers), dumped] {
            #expect(text.contains("Authorization"))
            #expect(!text.contains("hunter2"))
        }
    }

    @Test func aRequestsDescriptionHoldsNeitherPathNorQueryNorBody() {
        let request = HTTPRequest(
            .post, "https://discord.example/api/webhooks/1/hunter2?wait=hunter2", headers: ["X-Key": "hunter2"],
            body: Array("hunter2".utf8))
        var dumped = ""
        dump(request, to: &dumped)
        for text in ["\(request)", String(reflecting: request), dumped] {
            #expect(text.contains("POST https://discord.example"))
            #expect(!text.contains("hunter2") && !text.contains("webhooks"))
        }
    }
}
