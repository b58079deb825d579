import Testing

@testable import LocalRun

@Suite struct OutsidePeerTests {
    @Test func `the sandbox stands in for what has no credentials, and for nothing beside a real account`() {
        let all = Set(OutsidePeer.allCases)
        #expect(OutsidePeer.standIns(knowing: ["PATH"]) == all)
        #expect(OutsidePeer.standIns(knowing: ["DISCORD_BOT_TOKEN", "AI_API_KEY_FILE"]) == [.platform, .google])
        #expect(OutsidePeer.standIns(knowing: ["AI_API_URL"]) == [.platform, .discord, .google])
        for account in ["MEETME_USERNAME", "MEETME_PASSWORD", "MEETME_PASSWORD_FILE"] {
            #expect(OutsidePeer.standIns(knowing: [account]).isEmpty)
        }
    }

    @Test func `a real peer is left to .env, and a run of the sandbox alone reads none`() {
        func variables(_ standIns: Set<OutsidePeer>) -> Set<String> {
            Set(
                RunEnvironment.sandbox(
                    base: "http://127.0.0.1:1", folder: "run", database: "d", broker: "b", standIns: standIns
                ).keys)
        }
        #expect(variables(Set(OutsidePeer.allCases)).contains("SWITCHBOARD_ENV_FILE"))
        let mixed = variables([.platform, .google])
        #expect(mixed.isDisjoint(with: ["SWITCHBOARD_ENV_FILE", "DISCORD_BOT_TOKEN", "AI_API_KEY", "AI_API_URL"]))
        #expect(mixed.isSuperset(of: ["MEETME_PASSWORD", "GOOGLE_SHEET_ID", "MONGODB_URI", "RABBITMQ_URL"]))
    }

    @Test func `what is real is named at the start`() {
        #expect(OutsidePeer.note(standIns: []).contains("credentials in .env"))
        #expect(OutsidePeer.note(standIns: Set(OutsidePeer.allCases)).contains("no credentials"))
        #expect(OutsidePeer.note(standIns: [.platform, .google]).hasSuffix("real are the AI service and Discord"))
    }
}
