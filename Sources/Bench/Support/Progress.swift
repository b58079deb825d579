import Foundation

/// Speaks on standard error, so that standard output stays the figures'.
enum Progress {
    static func say(_ text: String) {
        FileHandle.standardError.write(Data("\(text)\n".utf8))
    }
}
