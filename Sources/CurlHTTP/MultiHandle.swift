internal import CCurl

/// All transfers of a client and its kept connections. Used and destroyed on one thread.
struct MultiHandle {
    let pointer: UnsafeMutableRawPointer

    init(_ configuration: HTTPClientConfiguration) throws(HTTPError) {
        guard Self.isLibraryReady, let pointer = curl_multi_init() else {
            throw HTTPError(.closed, "libcurl could not be started.", requestMayHaveBeenProcessed: false)
        }
        self.pointer = pointer
        _ = ccurl_multi_set_long(
            pointer, CURLMOPT_MAX_HOST_CONNECTIONS, max(1, configuration.maximumConnectionsPerHost))
        _ = ccurl_multi_set_long(pointer, CURLMOPT_MAX_TOTAL_CONNECTIONS, max(1, configuration.maximumInFlight))
        _ = ccurl_multi_set_long(pointer, CURLMOPT_MAXCONNECTS, max(1, configuration.maximumInFlight))
    }

    /// Closes the kept connections. Every easy handle must have been removed.
    func destroy() { curl_multi_cleanup(pointer) }

    func add(_ easy: EasyHandle) -> Bool { curl_multi_add_handle(pointer, easy.pointer) == CURLM_OK }

    func remove(_ easy: EasyHandle) { curl_multi_remove_handle(pointer, easy.pointer) }

    /// Does what can be done without waiting; the callbacks run within.
    func perform() {
        var running: Int32 = 0
        curl_multi_perform(pointer, &running)
    }

    /// The next transfer that has come to its end.
    func nextDone() -> (Transfer, CURLcode)? {
        var left: Int32 = 0
        while let message = curl_multi_info_read(pointer, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let owner = ccurl_get_private(message.pointee.easy_handle)
            else { continue }
            return (Unmanaged<Transfer>.fromOpaque(owner).takeUnretainedValue(), ccurl_result(message))
        }
        return nil
    }

    /// Waits for something to do, a time limit of libcurl's own, or a wake-up.
    func poll(atMost milliseconds: Int) {
        curl_multi_poll(pointer, nil, 0, Int32(clamping: milliseconds), nil)
    }

    /// Debian's libcurl is built thread-safe, and Swift runs this once.
    private static let isLibraryReady = ccurl_global_init() == CURLE_OK
}
