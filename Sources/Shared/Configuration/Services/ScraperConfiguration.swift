/// The configuration of the scraper.
public struct ScraperConfiguration: ServiceConfiguration {
    public static let service = ServiceName.scraper

    public let runtime: RuntimeConfiguration
    public let broker: BrokerConfiguration
    public let database: DatabaseConfiguration

    public let username: String
    public let password: Secret
    public let platformURL: WebAddress
    /// The selector pack's path.
    public let platformPack: String
    public let catchUpMessages: Int
    /// Of one attachment, in bytes; 0 when none are wanted.
    public let attachmentBytes: Int
    public let sendsPerHour: Int
    public let sendGap: Duration

    public let isHeadless: Bool
    public let browserArguments: [String]
    /// nil means: find one.
    public let browserPath: String?
    public let profileDirectory: String
    public let snapshotDirectory: String
    public let tabs: Int

    public init(from reader: inout ConfigurationReader) {
        username = reader.read(PlatformVariables.username)
        password = reader.read(PlatformVariables.password)
        platformURL = reader.read(PlatformVariables.url)
        platformPack = reader.read(PlatformVariables.pack)
        catchUpMessages = reader.read(PlatformVariables.catchUp)
        attachmentBytes = reader.read(PlatformVariables.attachmentBytes)
        sendsPerHour = reader.read(PlatformVariables.sendsPerHour)
        sendGap = reader.read(PlatformVariables.sendGap)
        isHeadless = reader.read(BrowserVariables.headless)
        browserArguments = reader.read(BrowserVariables.arguments)
        browserPath = reader.read(BrowserVariables.path)
        profileDirectory = reader.read(BrowserVariables.profile)
        snapshotDirectory = reader.read(BrowserVariables.snapshots)
        tabs = reader.read(BrowserVariables.tabs)
        broker = BrokerConfiguration(from: &reader)
        database = DatabaseConfiguration(from: &reader)
        runtime = RuntimeConfiguration(from: &reader, service: Self.service)
    }
}
