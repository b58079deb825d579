internal import CCurl

extension HTTPError {
    /// Puts libcurl's answer into this module's words.
    ///
    /// - Parameters:
    ///   - code: anything but `CURLE_OK`, and none that a callback of ours provoked.
    ///   - detail: libcurl's own sentence; shown for TLS only, where it tells what is wrong with a certificate.
    ///   - wasSent: whether any byte of the request may have gone out.
    init(curl code: CURLcode, detail: String, origin: String, wasSent: Bool) {
        let reason = String(cString: curl_easy_strerror(code))
        switch code {
        case CURLE_URL_MALFORMAT:
            self.init(
                .invalidURL, "The URL of \(origin) cannot be read: check it.", requestMayHaveBeenProcessed: wasSent)
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_HTTP2, CURLE_HTTP2_STREAM,
            CURLE_BAD_CONTENT_ENCODING:
            self.init(
                .protocol,
                "\(origin) did not answer in proper HTTP (\(reason)): check that the address is the right one.",
                requestMayHaveBeenProcessed: wasSent)
        case CURLE_COULDNT_RESOLVE_HOST:
            self.init(
                .resolve, "The name in \(origin) has no address: check the spelling and this machine's DNS.",
                requestMayHaveBeenProcessed: wasSent)
        case CURLE_COULDNT_CONNECT:
            self.init(
                .connect, "No connection to \(origin): check that it is up and reachable from here.",
                requestMayHaveBeenProcessed: wasSent)
        case CURLE_OPERATION_TIMEDOUT:
            self.init(
                .connectTimeout, "\(origin) could not be reached in time: check that nothing between drops packets.",
                requestMayHaveBeenProcessed: wasSent)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_PINNEDPUBKEYNOTMATCH:
            self.init(
                .tls,
                "The certificate of \(origin) is not trusted (\(detail)): check the address, this machine's clock, and "
                    + "the authorities it trusts.",
                requestMayHaveBeenProcessed: wasSent, isRetriable: false)
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_USE_SSL_FAILED:
            self.init(
                .tls, "No TLS connection to \(origin) (\(detail)): check that it speaks TLS 1.2 or later on that port.",
                requestMayHaveBeenProcessed: wasSent)
        case CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR:
            self.init(
                .reset, "\(origin) cut the connection before the answer was complete.",
                requestMayHaveBeenProcessed: wasSent)
        default:
            self.init(
                .protocol, "The exchange with \(origin) failed (libcurl \(code.rawValue): \(reason)).",
                requestMayHaveBeenProcessed: wasSent)
        }
    }
}
