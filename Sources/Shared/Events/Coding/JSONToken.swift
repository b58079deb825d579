/// One value of a JSON text, or one key: where it is, and where the next one begins.
///
/// A text is a flat list of them in the order of the text. An object is followed by its members, each a key and a value;
/// an array by its elements.
struct JSONToken {
    enum Kind: UInt8 {
        case object, array, string
        /// A string with at least one escape.
        case escapedString
        /// A number without fraction and exponent.
        case integer
        case number
        case `true`, `false`, null
    }

    let kind: Kind
    /// The first byte of a string's content or of a number.
    let start: Int32
    /// The byte after it; of an object or array how many members or elements it has.
    var end: Int32
    /// The token after this one and all that it holds.
    var next: Int32
}

/// What is wrong with a JSON text. It never quotes the text.
enum JSONFault: Error {
    case tooLong, ended, syntax, tooDeep, encoding, surrogate, trailing

    var words: String {
        switch self {
        case .tooLong: "the text is too long"
        case .ended: "the text ends within a value"
        case .syntax: "the text is not JSON"
        case .tooDeep: "values are nested more than \(JSONScanner.maximumDepth) deep"
        case .encoding: "a string is not UTF-8"
        case .surrogate: "a string has half of a surrogate pair"
        case .trailing: "something follows the value"
        }
    }
}
