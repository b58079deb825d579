internal import CCurl

/// One transfer of libcurl and the memory it points to. Whoever makes it destroys it, on the same thread.
struct EasyHandle {
    let pointer: UnsafeMutableRawPointer
    private let errorBuffer: UnsafeMutablePointer<CChar>
    private var headerLines: UnsafeMutablePointer<curl_slist>?
    private var failure = CURLE_OK

    /// A handle set up for the hop, whose callbacks go to the transfer. The transfer must outlive it.
    ///
    /// - Throws: `.protocol` when libcurl refuses an option: nothing is ever sent with less than was asked for.
    init(_ hop: Hop, for transfer: Transfer, _ configuration: HTTPClientConfiguration) throws(HTTPError) {
        guard let pointer = curl_easy_init() else {
            throw HTTPError(
                .protocol, "There is no memory left for a request.", requestMayHaveBeenProcessed: false)
        }
        self.pointer = pointer
        errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        check(ccurl_set_error_buffer(pointer, errorBuffer))
        setConnection(configuration, connectTimeout: transfer.request.timeouts.connect)
        setRequest(hop, userAgent: configuration.userAgent)
        // Rather share an HTTP/2 connection that is being made than open another. Without TLS, the first answer is what
        // tells the version: all requests would wait for it.
        if hop.target.isSecure { set(CURLOPT_PIPEWAIT, 1) }
        // A stream is handed on as it arrives, and compression would hold its events back.
        if !transfer.isStreamed { set(CURLOPT_ACCEPT_ENCODING, "gzip, deflate") }
        setCallbacks(Unmanaged.passUnretained(transfer).toOpaque())
        guard failure == CURLE_OK else {
            let reason = String(cString: curl_easy_strerror(failure))
            destroy()
            throw HTTPError(
                .protocol, "libcurl refuses the settings for \(hop.target.origin) (\(reason)).",
                requestMayHaveBeenProcessed: false, isRetriable: false)
        }
    }

    /// Only once it is no longer part of a multi handle.
    func destroy() {
        curl_easy_cleanup(pointer)
        curl_slist_free_all(headerLines)
        errorBuffer.deallocate()
    }

    /// libcurl's own sentence about what went wrong; empty when it has none.
    var failureDetail: String { String(cString: errorBuffer) }

    /// Where a redirecting answer points, absolute.
    var redirectURL: String? { ccurl_get_string(pointer, CURLINFO_REDIRECT_URL).map { String(cString: $0) } }

    /// Lets a paused transfer go on. Data that was held back arrives within the call; when a callback refuses it, the
    /// answer says so and libcurl itself does not end the transfer.
    func unpause() -> CURLcode { curl_easy_pause(pointer, CURLPAUSE_RECV_CONT) }

    // MARK: Settings

    private mutating func setConnection(_ configuration: HTTPClientConfiguration, connectTimeout: Duration) {
        // Signals belong to the program.
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        if let file = configuration.certificateAuthorityFile {
            set(CURLOPT_CAINFO, file)
            check(ccurl_set_string(pointer, CURLOPT_CAPATH, nil))
        }
        // The empty name also overrides the environment's.
        set(CURLOPT_PROXY, "")
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_CONNECTTIMEOUT_MS, max(1, connectTimeout.wholeMilliseconds))
        set(CURLOPT_MAXAGE_CONN, max(1, Int(configuration.idleConnectionAge.components.seconds)))
        set(CURLOPT_TCP_KEEPALIVE, 1)
        // A name that resolves slowly is abandoned at once instead of being waited for by the whole thread.
        set(CURLOPT_QUICK_EXIT, 1)
    }

    private mutating func setRequest(_ hop: Hop, userAgent: String) {
        set(CURLOPT_URL, hop.target.url)
        switch hop.method {
        case .get: set(CURLOPT_HTTPGET, 1)
        case .head: set(CURLOPT_NOBODY, 1)
        case .delete where hop.body.isEmpty: set(CURLOPT_CUSTOMREQUEST, hop.method.rawValue)
        case .post, .put, .patch, .delete:
            set(CURLOPT_POST, 1)
            set(CURLOPT_CUSTOMREQUEST, hop.method.rawValue)
            check(hop.body.withUnsafeBytes { ccurl_set_body(pointer, $0.baseAddress, $0.count) })
        }
        set(CURLOPT_USERAGENT, hop.headers["User-Agent"] ?? userAgent)
        // libcurl would wait up to a second for leave to send a long body, and call every body a form.
        addLine("Expect:")
        if hop.headers["Content-Type"] == nil { addLine("Content-Type:") }
        for field in hop.headers {
            // "Name:" alone would mean to libcurl that the header is to be left out.
            addLine(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        check(ccurl_set_list(pointer, CURLOPT_HTTPHEADER, headerLines))
    }

    private mutating func setCallbacks(_ owner: UnsafeMutableRawPointer) {
        check(ccurl_set_private(pointer, owner))
        check(ccurl_set_on_open(pointer, TransferCallbacks.open, owner))
        check(ccurl_set_on_request(pointer, TransferCallbacks.request, owner))
        check(ccurl_set_on_header(pointer, TransferCallbacks.header, owner))
        check(ccurl_set_on_body(pointer, TransferCallbacks.body, owner))
    }

    private mutating func set(_ option: CURLoption, _ value: Int) {
        check(ccurl_set_long(pointer, option, value))
    }

    private mutating func set(_ option: CURLoption, _ value: String) {
        check(ccurl_set_string(pointer, option, value))
    }

    private mutating func addLine(_ line: String) {
        guard let lines = curl_slist_append(headerLines, line) else { return check(CURLE_OUT_OF_MEMORY) }
        headerLines = lines
    }

    private mutating func check(_ code: CURLcode) {
        if failure == CURLE_OK { failure = code }
    }
}

extension Duration {
    /// Rounded up, so that what waits for it does not wake too early; bounded to what a C long holds everywhere.
    var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds < 2_000_000 else { return 2_000_000_000 }
        return Int(seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
