import Foundation

/// A body of `multipart/form-data` (RFC 7578), in its parts.
struct MultipartForm: Sendable, Equatable {
    struct Part: Sendable, Equatable {
        var name: String
        /// Nil for what is no file.
        var filename: String?
        var type: String?
        var data: Data
    }

    var parts: [Part] = []

    /// Nil for a body of another type, and for one whose parts cannot be told apart.
    init?(_ body: Data, contentType: String?) {
        guard let contentType, contentType.lowercased().hasPrefix("multipart/form-data"),
            let boundary = Self.parameter("boundary", of: contentType), !boundary.isEmpty
        else { return nil }
        // Every delimiter begins a line; the first line has none before it.
        let bytes = Data("\r\n".utf8) + body
        let delimiter = Data("\r\n--\(boundary)".utf8)
        var place = bytes.startIndex
        guard let first = bytes.range(of: delimiter, in: place..<bytes.endIndex) else { return nil }
        place = first.upperBound
        while !bytes[place...].starts(with: Data("--".utf8)) {
            guard let next = bytes.range(of: delimiter, in: place..<bytes.endIndex),
                let part = Part(bytes[place..<next.lowerBound])
            else { return nil }
            parts.append(part)
            place = next.upperBound
        }
    }

    subscript(name: String) -> Part? { parts.first { $0.name == name } }

    fileprivate static func parameter(_ name: String, of header: String) -> String? {
        for piece in header.split(separator: ";").dropFirst() {
            let pair = piece.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard pair.count == 2, pair[0].lowercased() == name else { continue }
            return pair[1].trimmingCharacters(in: CharacterSet(charactersIn: "\""))
        }
        return nil
    }
}

extension MultipartForm.Part {
    /// - Parameter bytes: what stands between two delimiters: a line break, headers, an empty line, the content.
    fileprivate init?(_ bytes: Data) {
        guard let end = bytes.range(of: Data("\r\n\r\n".utf8)) else { return nil }
        var headers: [String: String] = [:]
        for line in String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n") {
            let pair = line.split(separator: ":", maxSplits: 1)
            if pair.count == 2 { headers[pair[0].lowercased()] = pair[1].trimmingCharacters(in: .whitespaces) }
        }
        guard let disposition = headers["content-disposition"],
            let name = MultipartForm.parameter("name", of: disposition)
        else { return nil }
        self.name = name
        filename = MultipartForm.parameter("filename", of: disposition)
        type = headers["content-type"]
        data = Data(bytes[end.upperBound...])
    }
}
