/// `IO.*`: what the browser holds for us as a stream.
enum IODomain {
    struct Read: Command {
        struct Result: Decodable, Sendable {
            let base64Encoded: Bool?
            let data: String
            let eof: Bool
        }

        static let method = "IO.read"
        let handle: String
        /// The most bytes to read.
        let size: Int
    }

    struct Close: Command {
        static let method = "IO.close"
        typealias Result = Nothing
        let handle: String
    }
}
