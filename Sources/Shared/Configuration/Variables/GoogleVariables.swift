/// The Google spreadsheet.
public enum GoogleVariables {
    public static let sheet = Variable<String>(
        "GOOGLE_SHEET_ID", "The spreadsheet: the part of its address between /d/ and /edit.", type: .text(.sheet),
        presence: .required, example: "1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdefg", services: [.sheetsSync])

    public static let credentials = Variable<String>(
        "GOOGLE_CREDENTIALS_PATH",
        "The key file of a service account with which the sheet is shared, or an installed application's credentials.",
        type: .path(.file), standard: "credentials.json", services: [.sheetsSync])

    public static let token = Variable<String>(
        "GOOGLE_TOKEN_PATH",
        "An installed application's token file, which is written anew on refresh. A service account needs none.",
        type: .path(.any), standard: "token.json", services: [.sheetsSync])

    public static let apiURL = Variable<WebAddress>(
        "SWITCHBOARD_GOOGLE_API_URL", "The Sheets API.", type: .base,
        standard: WebAddress(host: "sheets.googleapis.com"),
        services: [.sheetsSync])

    public static let tokenURL = Variable<WebAddress>(
        "SWITCHBOARD_GOOGLE_TOKEN_URL", "Where access tokens come from. The address in a credentials file is ignored.",
        type: .base, standard: WebAddress(host: "oauth2.googleapis.com", path: "/token"), services: [.sheetsSync])

    public static let tab = Variable<String>(
        "SWITCHBOARD_SHEET_TAB", "The tab of the spreadsheet that gets the rows.", type: .text(.tab),
        standard: "Messages", services: [.sheetsSync])
}

extension TextRule {
    static let sheet = TextRule("the id alone: 10 to 100 letters, digits, - or _ between /d/ and /edit") { text in
        (10...100).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45 || $0 == 95
            }
    }

    /// Sheets takes 100 characters for a tab's name and forbids those that have a meaning in a range.
    static let tab = TextRule("1 to 100 characters without : \\ / ? * [ ] and without ' at its ends") { text in
        (1...100).contains(text.count) && !text.contains { ":\\/?*[]".contains($0) } && text.first != "'"
            && text.last != "'"
    }
}
