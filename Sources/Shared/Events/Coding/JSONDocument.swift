/// A JSON text that has been read, and access to its values by the index of their tokens.
final class JSONDocument {
    /// Larger objects are searched by a dictionary, so that a hostile one costs no square of its size.
    private static let linearLimit = 16

    private let bytes: [UInt8]
    private let tokens: [JSONToken]
    private var members: [Int: [[UInt8]: Int]] = [:]

    /// - Throws: `DecodingError.dataCorrupted` at the top, in words that quote nothing.
    init(_ bytes: [UInt8]) throws {
        self.bytes = bytes
        do throws(JSONFault) {
            tokens = try JSONScanner.scan(bytes)
        } catch {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: error.words))
        }
    }

    func kind(_ index: Int) -> JSONToken.Kind { tokens[index].kind }

    /// Members of an object, elements of an array.
    func count(_ index: Int) -> Int { Int(tokens[index].end) }

    /// The token after a value.
    func next(_ index: Int) -> Int { Int(tokens[index].next) }

    /// A string's text.
    func text(_ index: Int) -> String {
        content(index) { content in
            tokens[index].kind == .escapedString
                ? JSONString.unescaped(content) : String(decoding: content, as: UTF8.self)
        }
    }

    /// Lends the bytes of a string's content, escapes and all, or of a number.
    func content<R>(_ index: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> R) rethrows -> R {
        let token = tokens[index]
        return try bytes.withUnsafeBufferPointer {
            try body(UnsafeBufferPointer(rebasing: $0[Int(token.start)..<Int(token.end)]))
        }
    }

    /// The value of an object's member; of several with the same name the last.
    func member(_ name: String, of object: Int) -> Int? {
        let count = count(object)
        if count > Self.linearLimit { return indexed(object)[Array(name.utf8)] }
        var name = name
        return name.withUTF8 { name in
            bytes.withUnsafeBufferPointer { bytes in
                var found: Int?
                var key = object + 1
                for _ in 0..<count {
                    let token = tokens[key]
                    if token.kind == .string {
                        let content = bytes[Int(token.start)..<Int(token.end)]
                        if content.count == name.count, content.elementsEqual(name) { found = key + 1 }
                    } else if text(key).utf8.elementsEqual(name) {
                        found = key + 1
                    }
                    key = Int(tokens[key + 1].next)
                }
                return found
            }
        }
    }

    /// An object's keys, in the order of the text.
    func keys(of object: Int) -> [String] {
        var keys: [String] = []
        var key = object + 1
        for _ in 0..<count(object) {
            keys.append(text(key))
            key = next(key + 1)
        }
        return keys
    }

    private func indexed(_ object: Int) -> [[UInt8]: Int] {
        if let known = members[object] { return known }
        var index: [[UInt8]: Int] = [:]
        var key = object + 1
        for _ in 0..<count(object) {
            index[Array(text(key).utf8)] = key + 1
            key = next(key + 1)
        }
        members[object] = index
        return index
    }
}
