/// The chat platform and the account on it.
public enum PlatformVariables {
    public static let username = Variable<String>(
        "MEETME_USERNAME", "The e-mail address or name with which the account logs in.",
        type: .text(maximumLength: 320),
        presence: .required, example: "me@example.org", services: [.scraper])

    public static let password = Variable<Secret>(
        "MEETME_PASSWORD", "The account's password.", type: .password, presence: .required,
        example: Secret("correct horse battery staple"), services: [.scraper])

    public static let url = Variable<WebAddress>(
        "SWITCHBOARD_PLATFORM_URL", "The platform's site.", type: .site,
        standard: WebAddress(host: "www.meetme.com", path: "/"),
        services: [.scraper])

    public static let pack = Variable<String>(
        "SWITCHBOARD_PLATFORM_PACK", "The file that tells where on the platform's pages everything is.",
        type: .path(.file), standard: "platforms/meetme.yaml", services: [.scraper])

    public static let catchUp = Variable<Int>(
        "SWITCHBOARD_CATCH_UP_MESSAGES",
        "How many older messages of a conversation are read when it is first opened, and at most after an absence.",
        type: .integer(1...10_000), standard: 200, services: [.scraper])

    public static let attachmentBytes = Variable<Int>(
        "SWITCHBOARD_ATTACHMENT_BYTES",
        "The largest picture or file of a message that is stored and shown in Discord, in bytes; 0 stores none.",
        type: .integer(0...10_000_000), standard: 5_000_000, services: [.scraper])

    public static let sendsPerHour = Variable<Int>(
        "SWITCHBOARD_SENDS_PER_HOUR", "How many replies are sent in an hour at most, over all conversations.",
        type: .integer(1...100_000), standard: 120, services: [.scraper])

    public static let sendGap = Variable<Duration>(
        "SWITCHBOARD_SEND_GAP_SECONDS", "The least time between two replies.", type: .seconds(0...3600),
        standard: .seconds(2), services: [.scraper])
}
