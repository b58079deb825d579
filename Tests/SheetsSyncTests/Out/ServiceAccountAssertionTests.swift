import Foundation
import JWTKit
import Shared
import Testing

@testable import SheetsSync

@Suite struct ServiceAccountAssertionTests {
    private let account = GoogleCredentials.ServiceAccount(
        email: "robot@p.iam.gserviceaccount.com", keyID: "key-1", privateKey: Secret(TestKey.privatePEM))

    private func part(_ text: Substring) throws -> [String: Any] {
        var base64 = String(text).replacing("-", with: "+").replacing("_", with: "/")
        base64 += String(repeating: "=", count: (4 - base64.count % 4) % 4)
        let decoded = Data(base64Encoded: base64)
        let data = try #require(decoded)
        return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }

    @Test func `header and claims are those that Google asks for`() async throws {
        let now = Date(timeIntervalSince1970: 1_800_000_000.9)
        let parts = try await ServiceAccountAssertion.sign(account, now: now).split(separator: ".")
        #expect(parts.count == 3)
        let header = try part(parts[0])
        #expect(header["alg"] as? String == "RS256" && header["typ"] as? String == "JWT")
        #expect(header["kid"] as? String == "key-1")
        let claims = try part(parts[1])
        #expect(claims["iss"] as? String == "robot@p.iam.gserviceaccount.com")
        #expect(claims["scope"] as? String == "https://www.googleapis.com/auth/spreadsheets")
        #expect(claims["aud"] as? String == "https://oauth2.googleapis.com/token")
        #expect(claims["iat"] as? Int == 1_800_000_000 - 30)
        #expect(claims["exp"] as? Int == 1_800_000_000 - 30 + 3600)
        #expect(claims.count == 5)
    }

    @Test func `the signature is the key's`() async throws {
        let signed = try await ServiceAccountAssertion.sign(account, now: Date())
        let keys = JWTKeyCollection()
        await keys.add(rsa: try TestKey.publicKey(), digestAlgorithm: .sha256, kid: "key-1")
        let payload = try await keys.verify(signed, as: ServiceAccountAssertion.self)
        #expect(payload.iss.value == account.email)
    }

    @Test(arguments: ["", "hunter2", "-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----"])
    func `a key that is none is told without being shown`(pem: String) async throws {
        var broken = account
        broken.privateKey = Secret(pem)
        let error = await #expect(throws: SheetsError.self) {
            try await ServiceAccountAssertion.sign(broken, now: Date())
        }
        #expect(error?.code == .credentials && error?.message.contains("hunter2") == false)
    }
}
