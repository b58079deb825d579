import Foundation
import Testing

@testable import Sandbox

@Suite struct TokenEndpointTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)
    private static let address = "http://127.0.0.1:1/google/token"
    /// Made once: a key pair takes a tenth of a second.
    private static let key = Result { try ServiceAccountKey(random: SeededRandom(seed: 1)) }

    private func makeEndpoint() throws -> TokenEndpoint {
        TokenEndpoint(key: try Self.key.get(), tokens: AccessTokens(random: SeededRandom(seed: 2)))
    }

    static func assertion(
        _ key: ServiceAccountKey, at now: Date, header: JSONValue = [:], claims: JSONValue = [:]
    ) throws -> String {
        let time = Int64(now.timeIntervalSince1970)
        var head: JSONValue = ["alg": "RS256", "typ": "JWT", "kid": .string(key.id)]
        for (name, value) in header.object ?? [:] { head[name] = value.isNull ? nil : value }
        var body: JSONValue = [
            "iss": .string(GoogleWorld.serviceAccount), "scope": .string(GoogleScopes.spreadsheets),
            "aud": "https://oauth2.googleapis.com/token", "iat": .integer(time), "exp": .integer(time + 3600),
        ]
        for (name, value) in claims.object ?? [:] { body[name] = value.isNull ? nil : value }
        func part(_ data: Data) -> String {
            data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        }
        let signed = part(head.data()) + "." + part(body.data())
        return signed + "." + part(try key.sign(signed))
    }

    private func form(_ fields: [(String, String)]) -> FormFields {
        let text = fields.map { "\($0.0)=\($0.1.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" }
        return FormFields(parsing: text.joined(separator: "&"))
    }

    private func refusal(_ fields: [(String, String)]) throws -> OAuthError? {
        var endpoint = try makeEndpoint()
        let form = form(fields)
        return #expect(throws: OAuthError.self) {
            try endpoint.answer(form, address: Self.address, at: Self.now)
        }
    }

    private func signed(header: JSONValue = [:], claims: JSONValue = [:]) throws -> [(String, String)] {
        let text = try Self.assertion(try Self.key.get(), at: Self.now, header: header, claims: claims)
        return [("grant_type", TokenEndpoint.jwtBearer), ("assertion", text)]
    }

    @Test(arguments: [
        [:] as JSONValue, ["aud": "http://127.0.0.1:1/google/token"], ["iat": 1_799_999_970, "exp": 1_800_003_570],
    ])
    func `a signed request gets a token for an hour`(claims: JSONValue) throws {
        var endpoint = try makeEndpoint()
        let answer = try endpoint.answer(form(try signed(claims: claims)), address: Self.address, at: Self.now)
        #expect(answer["expires_in"] == 3599 && answer["token_type"] == "Bearer")
        let token = try #require(answer["access_token"]?.string)
        #expect(endpoint.tokens.grant(token, at: Self.now + 3598)?.user == GoogleWorld.serviceAccount)
        #expect(endpoint.tokens.grant(token, at: Self.now + 3600) == nil)
        #expect(endpoint.tokens.grant("x", at: Self.now) == nil)
    }

    private static let wrongClaims: [(JSONValue, OAuthError)] = [
        (["iss": "nobody@example.com"], OAuthError.unknownAccount), (["aud": "https://example.com"], .badAudience),
        (["exp": 1_800_003_601], .badTimes), (["iat": 1_800_000_301, "exp": 1_800_003_600], .badTimes),
        (["iat": 1_799_990_000, "exp": 1_799_993_600], .badTimes), (["exp": nil], .badTimes),
        (["scope": nil], .noScope), (["scope": "https://www.googleapis.com/auth/gmail.send"], .noScope),
        (["sub": "someone@example.com"], .noDelegation),
    ]

    @Test(arguments: wrongClaims)
    func `wrong claims are refused`(claims: JSONValue, error: OAuthError) throws {
        #expect(try refusal(try signed(claims: claims)) == error)
    }

    @Test func `a wrong signature, key or algorithm is refused`() throws {
        var broken = try signed()
        // Inside the signature, where every bit counts.
        let place = broken[1].1.index(broken[1].1.endIndex, offsetBy: -20)
        broken[1].1.replaceSubrange(place...place, with: broken[1].1[place] == "A" ? "B" : "A")
        #expect(try refusal(broken) == .badSignature)
        #expect(try refusal(try signed(header: ["alg": "HS256"])) == .badSignature)
        #expect(try refusal(try signed(header: ["kid": "other"])) == .badSignature)
        let stranger = try ServiceAccountKey(random: SeededRandom(seed: 1))
        let forged = try Self.assertion(stranger, at: Self.now)
        #expect(try refusal([("grant_type", TokenEndpoint.jwtBearer), ("assertion", forged)]) == .badSignature)
        #expect(try refusal([("grant_type", TokenEndpoint.jwtBearer), ("assertion", "a.b")]) == .badAssertion)
    }

    @Test func `a refresh token gets an access token of the person`() throws {
        var endpoint = try makeEndpoint()
        let answer = try endpoint.answer(form(Self.refresh()), address: Self.address, at: Self.now)
        #expect(answer["scope"] == .string(GoogleScopes.spreadsheets))
        let token = try #require(answer["access_token"]?.string)
        #expect(endpoint.tokens.grant(token, at: Self.now)?.user == GoogleWorld.person)
    }

    private static func refresh(_ changes: [String: String] = [:]) -> [(String, String)] {
        let fields = [
            "grant_type": "refresh_token", "client_id": GoogleWorld.clientID,
            "client_secret": GoogleWorld.clientSecret, "refresh_token": GoogleWorld.refreshToken,
        ].merging(changes) { $1 }
        return fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    @Test(arguments: [
        (["client_id": "x"], OAuthError.unknownClient), (["client_secret": "x"], .wrongSecret),
        (["refresh_token": "x"], .revoked), (["refresh_token": ""], .missing("refresh_token")),
        (["grant_type": ""], .missing("grant_type")), (["grant_type": "password"], .unsupportedGrant("password")),
    ])
    func `wrong refreshes are refused`(changes: [String: String], error: OAuthError) throws {
        #expect(try refusal(Self.refresh(changes)) == error)
    }
}
