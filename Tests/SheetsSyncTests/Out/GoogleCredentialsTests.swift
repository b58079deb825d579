import Shared
import Testing

@testable import SheetsSync

@Suite struct GoogleCredentialsTests {
    private static let account = """
        {"type": "service_account", "project_id": "p", "private_key_id": "k1", "private_key": "PEM hunter2",
         "client_email": "robot@p.iam.gserviceaccount.com", "token_uri": "https://evil.example/token"}
        """
    private static let app = """
        {"installed": {"client_id": "id", "client_secret": "hunter2", "token_uri": "https://evil.example/token",
         "redirect_uris": ["http://localhost"]}}
        """

    private func error(_ credentials: String, token: String? = nil) async throws -> SheetsError {
        try await Scratch.with { scratch in
            let path = try scratch.write(credentials, to: "credentials.json")
            let tokenPath = try token.map { try scratch.write($0, to: "token.json") } ?? scratch.path("token.json")
            let error = #expect(throws: SheetsError.self) {
                try GoogleCredentials.read(credentialsPath: path, tokenPath: tokenPath)
            }
            let fault = try #require(error)
            #expect(fault.code == .credentials && !fault.isRetriable)
            #expect(!fault.message.contains("hunter2"))
            return fault
        }
    }

    @Test func `a service account's key file is read`() async throws {
        try await Scratch.with { scratch in
            let path = try scratch.write(Self.account, to: "key.json")
            let credentials = try GoogleCredentials.read(credentialsPath: path, tokenPath: "/nowhere")
            #expect(credentials.email == "robot@p.iam.gserviceaccount.com")
            guard case .serviceAccount(let account) = credentials else {
                Issue.record("not a service account")
                return
            }
            #expect(account.keyID == "k1" && account.privateKey.reveal() == "PEM hunter2")
            #expect(!"\(credentials)".contains("hunter2"))
        }
    }

    @Test(arguments: ["installed", "web"])
    func `an application's credentials are read with its token file`(kind: String) async throws {
        try await Scratch.with { scratch in
            let text = kind == "web" ? "{\"web\": {\"client_id\": \"id\", \"client_secret\": \"hunter2\"}}" : Self.app
            let path = try scratch.write(text, to: "credentials.json")
            let token = try scratch.write("{\"refresh_token\": \"r\"}", to: "token.json")
            let credentials = try GoogleCredentials.read(credentialsPath: path, tokenPath: token)
            #expect(
                credentials
                    == .installedApp(
                        .init(
                            clientID: "id", clientSecret: .init("hunter2"), refreshToken: .init("r"), tokenPath: token))
            )
            #expect(credentials.email == nil)
        }
    }

    @Test func `the client that a token was made for is used`() async throws {
        try await Scratch.with { scratch in
            let path = try scratch.write(Self.app, to: "credentials.json")
            let token = try scratch.write(
                #"{"refresh_token": "r", "client_id": "other", "client_secret": "s2"}"#, to: "token.json")
            guard case .installedApp(let app) = try GoogleCredentials.read(credentialsPath: path, tokenPath: token)
            else {
                Issue.record("not an application")
                return
            }
            #expect(app.clientID == "other" && app.clientSecret.reveal() == "s2")
        }
    }

    @Test func `each fault names its file and says what to do`() async throws {
        #expect(try await error("not json").message.contains("GOOGLE_CREDENTIALS_PATH"))
        #expect(try await error("{}").message.contains("neither"))
        #expect(try await error(#"{"type": "service_account"}"#).message.contains("create a new JSON key"))
        #expect(try await error(Self.app).message.contains("GOOGLE_TOKEN_PATH"))
        #expect(try await error(Self.app, token: "{}").message.contains("sign in"))
        #expect(try await error(Self.app, token: #"{"refresh_token": ""}"#).message.contains("refresh_token"))
        let missing = #expect(throws: SheetsError.self) {
            try GoogleCredentials.read(credentialsPath: "/nowhere/key.json", tokenPath: "/nowhere/token.json")
        }
        #expect(missing?.message.contains("/nowhere/key.json") == true)
    }
}
