/// The limits that this module keeps whatever the server would do.
public enum BSONLimits {
    /// The largest document in bytes: the server's own limit (`maxBsonObjectSize`, 16 MiB since MongoDB 1.8).
    public static let documentSize = 16 * 1024 * 1024

    /// The deepest nesting of documents and arrays, the outermost counted as 1 (MongoDB's limit for stored documents).
    public static let depth = 100

    /// The smallest document: its length and the closing zero.
    static let smallestDocument = 5
}
