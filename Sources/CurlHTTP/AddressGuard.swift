/// Keeps a chain of redirects that has been on the public internet there.
///
/// It judges the addresses that are connected to, since a public name may resolve to a private address.
struct AddressGuard: Sendable {
    private let isPublic: @Sendable (NetworkAddress) -> Bool
    private var staysPublic = false

    init(isPublic: @escaping @Sendable (NetworkAddress) -> Bool) {
        self.isPublic = isPublic
    }

    /// Whether the chain may connect to the address. One that is not an IP address is private.
    func admits(_ address: NetworkAddress?) -> Bool {
        !staysPublic || address.map(isPublic) == true
    }

    /// Notes the address that a hop was sent to.
    mutating func visited(_ address: NetworkAddress?) {
        if address.map(isPublic) == true { staysPublic = true }
    }
}
