/// What is in the sandbox's Google from the start, with names that never change so that they can stand in an `.env`.
enum GoogleWorld {
    /// GOOGLE_SHEET_ID: a spreadsheet that is shared with everybody.
    static let sheet = "sandbox-sheet"
    /// A spreadsheet that exists and is shared with nobody: 403.
    static let unsharedSheet = "not-shared"

    static let project = "switchboard-sandbox"
    static let projectNumber = "900000000000"
    static let serviceAccount = "switchboard@switchboard-sandbox.iam.gserviceaccount.com"
    static let person = "operator@example.com"

    static let clientID = "900000000000-sandbox.apps.googleusercontent.com"
    static let clientSecret = "GOCSPX-sandbox-client-secret"
    static let refreshToken = "1//sandbox-refresh-token"

    /// What a token request may name as its audience besides the sandbox's own address.
    static let audiences: Set<String> = [
        "https://oauth2.googleapis.com/token", "https://accounts.google.com/o/oauth2/token",
        "https://www.googleapis.com/oauth2/v4/token",
    ]
}

/// What a token allows: developers.google.com/workspace/sheets/api/scopes.
struct GoogleScopes: Sendable, Hashable {
    static let spreadsheets = "https://www.googleapis.com/auth/spreadsheets"
    static let driveFile = "https://www.googleapis.com/auth/drive.file"

    private static let writing: Set<String> = [spreadsheets, driveFile, "https://www.googleapis.com/auth/drive"]
    private static let reading: Set<String> = [
        spreadsheets + ".readonly", "https://www.googleapis.com/auth/drive.readonly",
    ]

    let names: Set<String>

    /// nil when the text is empty or names no scope of Sheets.
    init?(_ text: String) {
        names = Set(text.split(separator: " ").map(String.init))
        guard !names.isEmpty, names.isSubset(of: Self.writing.union(Self.reading)) else { return nil }
    }

    func allow(writing: Bool) -> Bool {
        !names.isDisjoint(with: writing ? Self.writing : Self.writing.union(Self.reading))
    }

    /// With `drive.file` alone an application sees only the files it created; others do not exist for it.
    var seesOnlyOwnFiles: Bool { names == [Self.driveFile] }
}
