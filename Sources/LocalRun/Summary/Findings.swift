/// What a comparison of the outside world with the suite's records has found, each kind counted apart.
struct Findings: Codable, Equatable, Sendable {
    /// Messages that people wrote and that are not in Discord.
    var lostPosts = 0
    /// Messages and replies on the page that are not in the sheet.
    var lostRows = 0
    /// Replies that are recorded as delivered and that nobody sees on the page.
    var lostReplies = 0
    /// Replies that were approved and whose end was told to nobody.
    var untoldReplies = 0
    /// Seen somewhere, and never said.
    var unexpected = 0
    var repeatedPosts = 0
    var repeatedRows = 0
    /// Typed more often than approved.
    var repeatedReplies = 0
    var reordered = 0
    /// Typed replies of which the suite said that it cannot know, and that a person has to look.
    var typedUnknowingly = 0
    /// Messages that people wrote and that are in Discord and in the sheet, once.
    var ok = 0
    /// Where each finding is, for whoever looks for its cause. Ids and places, never text.
    var places: [String] = []

    var lost: Int { lostPosts + lostRows + lostReplies + untoldReplies }
    var repeated: Int { repeatedPosts + repeatedRows + repeatedReplies }
    var isClean: Bool { lost == 0 && unexpected == 0 && repeated == 0 && reordered == 0 }
}
