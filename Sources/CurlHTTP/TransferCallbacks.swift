internal import CCurl

/// The functions that libcurl calls, within `curl_multi_perform` and `curl_easy_pause`, on the client's thread.
///
/// The owner they are given is the ``Transfer``, which its client holds for as long as libcurl has the handle.
enum TransferCallbacks {
    static let open: curl_opensocket_callback = { owner, _, address in
        guard let owner, let address else { return CURL_SOCKET_BAD }
        let isAllowed = transfer(owner).mayConnect(to: numeric(address))
        return isAllowed ? ccurl_open(address) : CURL_SOCKET_BAD
    }

    static let request: curl_prereq_callback = { owner, peer, _, _, _ in
        guard let owner else { return CURL_PREREQFUNC_ABORT }
        let address = peer.flatMap { NetworkAddress(String(cString: $0)) }
        return transfer(owner).mayStart(at: address) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
    }

    static let header: ccurl_data_callback = { bytes, size, count, owner in
        guard let owner else { return 0 }
        let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
        return answer(transfer(owner).takeHeader(line), to: line)
    }

    static let body: ccurl_data_callback = { bytes, size, count, owner in
        guard let owner else { return 0 }
        let bytes = UnsafeRawBufferPointer(start: bytes, count: size * count)
        return answer(transfer(owner).takeBody(bytes), to: bytes)
    }

    private static func numeric(_ address: UnsafePointer<curl_sockaddr>) -> NetworkAddress? {
        // INET6_ADDRSTRLEN is 46.
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 46) { text in
            guard let start = text.baseAddress, ccurl_address_text(address, start, text.count) == 1 else { return nil }
            return NetworkAddress(String(cString: start))
        }
    }

    private static func transfer(_ owner: UnsafeMutableRawPointer) -> Transfer {
        Unmanaged<Transfer>.fromOpaque(owner).takeUnretainedValue()
    }

    private static func answer(_ intake: Transfer.Intake, to bytes: UnsafeRawBufferPointer) -> Int {
        switch intake {
        case .taken: bytes.count
        case .paused: Int(CURL_WRITEFUNC_PAUSE)
        // One more than was given: an error even where nothing was.
        case .refused: bytes.count + 1
        }
    }
}
