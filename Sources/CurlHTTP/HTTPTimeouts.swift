/// How long a request may take, part by part. Each runs out with an error code of its own.
public struct HTTPTimeouts: Sendable, Equatable {
    /// Resolving the name, connecting and the TLS handshake, for each address in a chain of redirects. Ends in
    /// `.connectTimeout`. Waiting for a free connection does not count; that is bounded by `total`.
    public var connect: Duration
    /// From the connection being ready for the request to the first byte of the answer. Ends in `.firstByteTimeout`.
    public var firstByte: Duration
    /// Between two arrivals of bytes, once the answer began. Ends in `.idleTimeout`. It stands still while the reader
    /// of a streamed body is the slow one.
    public var idle: Duration
    /// From the call to the last byte of the body: waiting for a connection, redirects and all. Ends in
    /// `.totalTimeout`. It also ends an answer that drips just fast enough to satisfy `idle`.
    public var total: Duration

    public init(
        connect: Duration = .seconds(5),
        firstByte: Duration = .seconds(30),
        idle: Duration = .seconds(30),
        total: Duration = .seconds(60)
    ) {
        self.connect = connect
        self.firstByte = firstByte
        self.idle = idle
        self.total = total
    }
}
