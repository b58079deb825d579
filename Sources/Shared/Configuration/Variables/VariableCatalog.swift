/// All variables, by topic, in the order in which documents list them.
public enum VariableCatalog {
    public struct Group: Sendable {
        public let title: String
        public let variables: [VariableDeclaration]
    }

    public static let groups: [Group] = [
        Group(
            title: "Platform",
            variables: [
                PlatformVariables.username.declaration, PlatformVariables.password.declaration,
                PlatformVariables.url.declaration, PlatformVariables.pack.declaration,
                PlatformVariables.catchUp.declaration, PlatformVariables.attachmentBytes.declaration,
                PlatformVariables.sendsPerHour.declaration, PlatformVariables.sendGap.declaration,
            ]),
        Group(
            title: "AI service",
            variables: [
                AIVariables.apiKey.declaration, AIVariables.apiURL.declaration, AIVariables.provider.declaration,
                AIVariables.model.declaration, AIVariables.personaFile.declaration,
                AIVariables.guardRulesFile.declaration, AIVariables.historyMessages.declaration,
                AIVariables.summaries.declaration, AIVariables.maximumTokens.declaration,
                AIVariables.maximumTokensField.declaration, AIVariables.temperature.declaration,
                AIVariables.timeout.declaration, AIVariables.stream.declaration, AIVariables.requests.declaration,
                AIVariables.quiet.declaration, AIVariables.longestQuiet.declaration,
            ] + AIFallbackVariables.all.flatMap(\.declarations)),
        Group(
            title: "AI limits",
            variables: [
                AILimitVariables.automatic.declaration, AILimitVariables.disclosure.declaration,
                AILimitVariables.automaticPerConversation.declaration, AILimitVariables.automaticPerHour.declaration,
                AILimitVariables.tokensPerDay.declaration, AILimitVariables.tokensPerConversation.declaration,
                AILimitVariables.costPerDay.declaration, AILimitVariables.costPerConversation.declaration,
                AILimitVariables.promptPrice.declaration, AILimitVariables.completionPrice.declaration,
            ]),
        Group(
            title: "Discord",
            variables: [
                DiscordVariables.token.declaration, DiscordVariables.channel.declaration,
                DiscordVariables.operationsChannel.declaration, DiscordVariables.showNames.declaration,
                DiscordVariables.replyPrefix.declaration, DiscordVariables.operatorRoles.declaration,
                DiscordVariables.ownerRoles.declaration, DiscordVariables.apiURL.declaration,
            ]),
        Group(
            title: "Google Sheets",
            variables: [
                GoogleVariables.sheet.declaration, GoogleVariables.credentials.declaration,
                GoogleVariables.token.declaration, GoogleVariables.tab.declaration,
                GoogleVariables.apiURL.declaration, GoogleVariables.tokenURL.declaration,
            ]),
        Group(
            title: "Browser",
            variables: [
                BrowserVariables.headless.declaration, BrowserVariables.arguments.declaration,
                BrowserVariables.path.declaration, BrowserVariables.profile.declaration,
                BrowserVariables.snapshots.declaration, BrowserVariables.tabs.declaration,
            ]),
        Group(
            title: "RabbitMQ",
            variables: [
                BrokerVariables.url.declaration, BrokerVariables.prefix.declaration,
                BrokerVariables.prefetch.declaration, BrokerVariables.certificateAuthorityFile.declaration,
                BrokerVariables.managementURL.declaration,
            ] + ServiceName.allCases.map { BrokerVariables.partitions(of: $0).declaration }),
        Group(
            title: "MongoDB",
            variables: [DatabaseVariables.uri.declaration, DatabaseVariables.threads.declaration]),
        Group(
            title: "Every service",
            variables: [
                RuntimeVariables.logLevel.declaration, RuntimeVariables.adminHost.declaration,
                RuntimeVariables.drain.declaration, RuntimeVariables.plainHTTPHosts.declaration,
            ] + ServiceName.allCases.map { RuntimeVariables.adminPort(of: $0).declaration }),
    ]

    public static var all: [VariableDeclaration] { groups.flatMap(\.variables) }
}
