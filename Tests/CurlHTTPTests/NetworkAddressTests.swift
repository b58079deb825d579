import Testing

@testable import CurlHTTP

@Suite struct NetworkAddressTests {
    @Test(arguments: [
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1",
        "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0", "198.17.255.255",
        "198.20.0.0", "223.255.255.255", "2606:4700::1111", "2a00:1450::1", "::ffff:1.1.1.1", "64:ff9b::101:101",
        "2002:101:101::1",
    ])
    func theInternetIsPublic(text: String) throws {
        #expect(try #require(NetworkAddress(text)).isPublic)
    }

    @Test(arguments: [
        "0.0.0.0", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1", "127.255.255.255",
        "169.254.169.254", "172.16.0.0", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.168.0.0", "192.168.255.255",
        "198.18.0.0", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1",
        "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd12:3456::1", "ff02::1",
        "2001:db8::1", "2001::1", "3fff::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::1",
        "100::1", "::127.0.0.1",
    ])
    func everythingElseIsNot(text: String) throws {
        #expect(try !#require(NetworkAddress(text)).isPublic)
    }

    @Test func loopbackIsRecognised() throws {
        for text in ["127.0.0.1", "127.200.0.1", "::1", "::ffff:127.0.0.1"] {
            #expect(try #require(NetworkAddress(text)).isLoopback, "\(text)")
        }
        for text in ["128.0.0.1", "::2", "10.0.0.1", "::ffff:10.0.0.1"] {
            #expect(try !#require(NetworkAddress(text)).isLoopback, "\(text)")
        }
    }

    @Test(arguments: ["", "localhost", "1.2.3", "1.2.3.4.5", "1.2.3.256", ":::", "12345::"])
    func namesAndNonsenseAreNoAddresses(text: String) {
        #expect(NetworkAddress(text) == nil)
    }
}
