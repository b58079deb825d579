import Foundation

/// Reads the files of a message: parts `files[n]` of the body, and what `attachments` says of them.
/// Limits: docs.discord.com/developers/reference#uploading-files.
enum AttachmentForm {
    static let maximumCount = 10
    static let maximumSize = 10 << 20
    static let descriptionLimit = 1024

    /// What was uploaded with a body, by the number in its part's name.
    typealias Uploads = [Int: MultipartForm.Part]

    /// - Throws: 40005 for a file that is too large.
    static func uploads(of form: MultipartForm) throws(DiscordError) -> Uploads {
        var uploads: Uploads = [:]
        for part in form.parts where part.filename != nil {
            guard part.name.hasPrefix("files["), part.name.hasSuffix("]"),
                let number = Int(part.name.dropFirst(6).dropLast())
            else { continue }
            if part.data.count > maximumSize { throw .tooLarge }
            uploads[number] = part
        }
        return uploads
    }

    /// The files of a new message, in the order of their numbers.
    static func read(_ field: FormField, _ uploads: Uploads, _ errors: inout FormErrors) -> [NewAttachment] {
        var files = uploads.mapValues {
            NewAttachment(filename: $0.filename ?? "", type: $0.type, data: $0.data, description: nil)
        }
        if uploads.count > maximumCount { errors.add(.tooManyFiles, at: field.path) }
        for entry in field.list(0...maximumCount, &errors) ?? [] {
            guard entry.isObject(required: true, &errors) else { continue }
            let number = entry["id"].value.flatMap { $0.int ?? $0.string.flatMap { Int($0) } }
            guard let number, var file = files[number] else {
                errors.add(.noSuchFile, at: entry.path)
                continue
            }
            file.filename = entry["filename"].text(1...260, &errors) ?? file.filename
            file.description = entry["description"].text(0...descriptionLimit, &errors)
            files[number] = file
        }
        return files.sorted { $0.key < $1.key }.map(\.value)
    }
}

/// A file that is not part of a message yet.
struct NewAttachment: Sendable, Hashable {
    var filename: String
    var type: String?
    var data: Data
    var description: String?
}
