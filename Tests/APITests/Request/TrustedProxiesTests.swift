import HTTPServer
import Testing

@testable import API

/// Whose address counts behind a proxy: the one that the trusted proxies name, and no other.
struct TrustedProxiesTests {
    // MARK: Addresses and ranges

    @Test(
        "an address is read in each of its forms; mapped IPv4 is IPv4",
        arguments: [
            ("192.0.2.1", "192.0.2.1"), ("::ffff:192.0.2.1", "192.0.2.1"), ("::FFFF:C000:201", "192.0.2.1"),
            ("2001:db8::1", "2001:db8:0:0:0:0:0:1"),
            ("2001:0DB8:0:0::1", "2001:db8:0:0:0:0:0:1"), ("::", "0:0:0:0:0:0:0:0"), ("::1", "0:0:0:0:0:0:0:1"), ("0.0.0.0", "0.0.0.0"),
            ("255.255.255.255", "255.255.255.255"), ("::192.0.2.1", "0:0:0:0:0:0:c000:201"),
        ])
    func readsAddresses(text: String, read: String) throws { #expect("\(try #require(NetworkAddress(text)))" == read) }

    @Test(
        "what is no address is not read",
        arguments: [
            "", "1", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "0x7f.0.0.1", "1.2.3.4 ", " 1.2.3.4", "1.2.3.4\0", "1.2.3.4/8",
            "fe80::1%eth0",
            "[::1]", "::1::", ":::", "1:2:3:4:5:6:7:8:9", "g::1", "localhost", "unknown", "_hidden", "١.٢.٣.٤", "-1.2.3.4", "+1.2.3.4",
            "1234567890123456789012345678901234567890123456789012345678901234567890",
        ])
    func refusesOthers(text: String) { #expect(NetworkAddress(text) == nil) }

    @Test(
        "a range holds the addresses with its prefix",
        arguments: [
            ("10.0.0.7", ["10.0.0.7", "::ffff:10.0.0.7"], ["10.0.0.8", "::7"]),
            ("10.0.0.0/8", ["10.255.0.1", "::ffff:10.0.0.1"], ["11.0.0.0"]),
            ("::ffff:10.0.0.0/104", ["10.1.2.3"], ["11.0.0.0"]), ("fd00::/64", ["fd00::1", "fd00::ffff:1"], ["fd00:0:0:1::", "10.0.0.1"]),
            ("2001:db8::/33", ["2001:db8:7fff::"], ["2001:db8:8000::"]), ("2001:db8::1/128", ["2001:db8::1"], ["2001:db8::2"]),
            ("128.0.0.0/1", ["200.0.0.1"], ["100.0.0.1"]), ("8000::/1", ["fe80::1"], ["::1", "192.0.2.1"]),
        ])
    func holds(text: String, inside: [String], outside: [String]) throws {
        let range = try NetworkRange(text)
        for address in inside { #expect(range.contains(try #require(NetworkAddress(address))), "\(address)") }
        for address in outside { #expect(!range.contains(try #require(NetworkAddress(address))), "\(address)") }
    }

    @Test(
        "a mistyped range is refused, and so is a range of everybody",
        arguments: [
            ("", NetworkRange.Fault.notAnAddress), ("nginx", .notAnAddress), ("/8", .notAnAddress), ("10.0.0/8", .notAnAddress),
            ("[::1]", .notAnAddress),
            ("10.0.0.0/", .noPrefix(most: 32)), ("10.0.0.0/33", .noPrefix(most: 32)), ("10.0.0.0/-1", .noPrefix(most: 32)),
            ("10.0.0.0/+8", .noPrefix(most: 32)), ("10.0.0.0/8/8", .noPrefix(most: 32)), ("fd00::/129", .noPrefix(most: 128)),
            ("10.0.0.7/8", .bitsAfterPrefix), ("fd00::1/64", .bitsAfterPrefix), ("0.0.0.0/0", .everybody), ("::/0", .everybody),
            ("::/1", .everybody), ("::ffff:0:0/96", .everybody),
        ])
    func refusesRange(text: String, fault: NetworkRange.Fault) {
        #expect(throws: fault) { try NetworkRange(text) }
        #expect(!"\(fault)".isEmpty)
    }

    @Test(
        "an IPv6 visitor counts by /64, an IPv4 visitor by the address",
        arguments: [
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::", true), ("2001:db8:1:2::", "2001:db8:1:3::", false),
            ("192.0.2.1", "192.0.2.2", false),
            ("192.0.2.1", "::ffff:192.0.2.1", true),
        ])
    func countsVisitors(one: String, other: String, isSame: Bool) throws {
        #expect((try #require(NetworkAddress(one)).ofOneVisitor == #require(NetworkAddress(other)).ofOneVisitor) == isSame)
    }

    // MARK: Forwarded fields

    /// A request from a peer with fields, and whose address counts.
    struct Sent: Sendable, CustomStringConvertible {
        let peer: String
        let fields: [(String, String)]
        let visitor: String?

        init(_ peer: String, _ fields: [(String, String)], _ visitor: String?) {
            self.peer = peer
            self.fields = fields
            self.visitor = visitor
        }

        var description: String { "\(peer) \(fields.map { "\($0.0): \($0.1)" }) is \(visitor ?? "nobody")" }
    }

    private static let list = "X-Forwarded-For"
    /// The proxies are 10.0.0.0/8, 192.0.2.7 and fd00::/64.
    private static let proxies: Result<TrustedProxies, any Error> = Result {
        TrustedProxies(try ["10.0.0.0/8", "192.0.2.7", "fd00::/64"].map { try NetworkRange($0) })
    }

    private func judge(_ sent: Sent) throws {
        let head = RequestHead(
            method: .get, path: "/", headers: Headers(sent.fields.map { (name: $0.0, value: $0.1) }), framing: .none)
        let visitor = try Self.proxies.get().visitor(of: head, from: sent.peer)
        #expect(visitor == (try sent.visitor.map { try #require(NetworkAddress($0)) }), "\(sent)")
    }

    @Test("a peer that is no trusted proxy counts by its own address, whatever it says") func ignoresOthers() throws {
        for peer in ["203.0.113.9", "127.0.0.1", "::1", "fd00:0:0:1::1"] {
            for fields in [
                [], [(Self.list, "198.51.100.1")], [("Forwarded", "for=198.51.100.1")],
                [(Self.list, "10.0.0.1"), ("Forwarded", "for=10.0.0.1")],
            ] {
                try judge(Sent(peer, fields, peer))
            }
        }
        try judge(Sent("", [(Self.list, "198.51.100.1")], nil))
        let nobody = TrustedProxies()
        let head = RequestHead(method: .get, path: "/", headers: Headers([(name: Self.list, value: "198.51.100.1")]))
        #expect(nobody.visitor(of: head, from: "127.0.0.1") == NetworkAddress("127.0.0.1"))
    }

    static let listed: [Sent] = [
        Sent("10.0.0.1", [], "10.0.0.1"), Sent("10.0.0.1", [(list, "")], "10.0.0.1"), Sent("10.0.0.1", [(list, " , ,")], "10.0.0.1"),
        Sent("10.0.0.1", [(list, "198.51.100.1")], "198.51.100.1"), Sent("::ffff:10.0.0.1", [(list, "198.51.100.1")], "198.51.100.1"),
        Sent("fd00::5", [(list, "198.51.100.1")], "198.51.100.1"), Sent("10.0.0.1", [(list, "1.1.1.1, 198.51.100.1")], "198.51.100.1"),
        Sent("10.0.0.1", [(list, "1.1.1.1,198.51.100.1,,")], "198.51.100.1"),
        Sent("10.0.0.1", [(list, "1.1.1.1,\t198.51.100.1 , 192.0.2.7,10.9.9.9")], "198.51.100.1"),
        Sent("10.0.0.1", [(list, "1.1.1.1"), (list, "198.51.100.1"), (list, "192.0.2.7")], "198.51.100.1"),
        Sent("10.0.0.1", [(list, "198.51.100.1"), (list, "")], "198.51.100.1"),
        // All are proxies: the first of them was asked by a program of its own.
        Sent("10.0.0.1", [(list, "10.0.0.3, 10.0.0.2")], "10.0.0.3"),
        // IPv6, mapped addresses, brackets and ports.
        Sent("10.0.0.1", [(list, "2001:db8::1")], "2001:db8::1"), Sent("10.0.0.1", [(list, "[2001:db8::1]")], "2001:db8::1"),
        Sent("10.0.0.1", [(list, "[2001:db8::1]:4711")], "2001:db8::1"), Sent("10.0.0.1", [(list, "198.51.100.1:4711")], "198.51.100.1"),
        Sent("10.0.0.1", [(list, "::ffff:198.51.100.1")], "198.51.100.1"), Sent("10.0.0.1", [(list, "::ffff:10.0.0.9")], "10.0.0.9"),
        // A proxy that does not name its visitor: its own address counts, and not what the visitor says.
        Sent("10.0.0.1", [(list, "unknown")], "10.0.0.1"), Sent("10.0.0.1", [(list, "1.1.1.1, unknown")], "10.0.0.1"),
        Sent("10.0.0.1", [(list, "1.1.1.1, unknown, 10.0.0.2")], "10.0.0.2"), Sent("10.0.0.1", [(list, "1.1.1.1, _hidden")], "10.0.0.1"),
        Sent("10.0.0.1", [(list, "1.1.1.1, 999.1.1.1")], "10.0.0.1"), Sent("10.0.0.1", [(list, "1.1.1.1; 2.2.2.2")], "10.0.0.1"),
        Sent("10.0.0.1", [(list, "1.1.1.1 2.2.2.2")], "10.0.0.1"), Sent("10.0.0.1", [(list, "\"1.1.1.1\"")], "10.0.0.1"),
        Sent("10.0.0.1", [(list, "198.51.100.1:")], "10.0.0.1"), Sent("10.0.0.1", [(list, "198.51.100.1:65536")], "10.0.0.1"),
        Sent("10.0.0.1", [(list, "198.51.100.1:x")], "10.0.0.1"), Sent("10.0.0.1", [(list, "[198.51.100.1]")], "10.0.0.1"),
        Sent("10.0.0.1", [(list, "[2001:db8::1")], "10.0.0.1"), Sent("10.0.0.1", [(list, "[2001:db8::1]x")], "10.0.0.1"),
        Sent("10.0.0.1", [(list, "2001:db8::1%eth0")], "10.0.0.1"), Sent("10.0.0.1", [(list, "\u{FFFD}")], "10.0.0.1"),
        Sent("10.0.0.1", [("X-Real-IP", "198.51.100.1"), ("X-Client-IP", "198.51.100.1")], "10.0.0.1"),
    ]

    @Test("of X-Forwarded-For the last address that is no trusted proxy counts", arguments: listed)
    func readsList(sent: Sent) throws { try judge(sent) }

    static let forwarded: [Sent] = [
        Sent("10.0.0.1", [("Forwarded", "")], "10.0.0.1"), Sent("10.0.0.1", [("Forwarded", "for=198.51.100.1")], "198.51.100.1"),
        Sent("10.0.0.1", [("Forwarded", "For=198.51.100.1;proto=https;by=10.0.0.1")], "198.51.100.1"),
        Sent("10.0.0.1", [("Forwarded", "proto=https;FOR=\"198.51.100.1:4711\"")], "198.51.100.1"),
        Sent("10.0.0.1", [("Forwarded", "for=\"[2001:db8:cafe::17]:4711\"")], "2001:db8:cafe::17"),
        Sent("10.0.0.1", [("Forwarded", "for=\"[2001:db8:cafe::17]\"")], "2001:db8:cafe::17"),
        Sent("10.0.0.1", [("Forwarded", "for=\"\\[2001:db8::1\\]:\\_port\"")], "2001:db8::1"),
        Sent("10.0.0.1", [("Forwarded", "for=1.1.1.1, for=198.51.100.1;by=\"a,b;c\\\"d\", for=192.0.2.7")], "198.51.100.1"),
        Sent("10.0.0.1", [("Forwarded", "for=1.1.1.1"), ("Forwarded", "for=198.51.100.1"), ("Forwarded", "for=10.2.2.2")], "198.51.100.1"),
        Sent("10.0.0.1", [("Forwarded", ",, for=198.51.100.1 ,,")], "198.51.100.1"),
        Sent("10.0.0.1", [("Forwarded", "for=198.51.100.1;;proto=http;")], "198.51.100.1"),
        // Unknown and obfuscated visitors, and a hop without any.
        Sent("10.0.0.1", [("Forwarded", "for=1.1.1.1, for=unknown")], "10.0.0.1"),
        Sent("10.0.0.1", [("Forwarded", "for=_gazonk")], "10.0.0.1"),
        Sent("10.0.0.1", [("Forwarded", "for=1.1.1.1, for=\"_gazonk\", for=10.0.0.2")], "10.0.0.2"),
        Sent("10.0.0.1", [("Forwarded", "for=1.1.1.1, proto=https")], "10.0.0.1"),
        // IPv6 needs brackets and quotes here.
        Sent("10.0.0.1", [("Forwarded", "for=\"2001:db8::1\"")], "10.0.0.1"),
        Sent("10.0.0.1", [("Forwarded", "for=[2001:db8::1]")], "10.0.0.1"),
        // Malformed.
        Sent("10.0.0.1", [("Forwarded", "198.51.100.1")], "10.0.0.1"), Sent("10.0.0.1", [("Forwarded", "for = 198.51.100.1")], "10.0.0.1"),
        Sent("10.0.0.1", [("Forwarded", "for=198.51.100.1;for=198.51.100.2")], "10.0.0.1"),
        Sent("10.0.0.1", [("Forwarded", "for=\"198.51.100.1")], "10.0.0.1"),
        Sent("10.0.0.1", [("Forwarded", "for=\"198.51.100.1\\")], "10.0.0.1"),
        Sent("10.0.0.1", [("Forwarded", "for=198.51.100.1 for=2.2.2.2")], "10.0.0.1"),
        Sent("10.0.0.1", [("Forwarded", "for=")], "10.0.0.1"),
        Sent("10.0.0.1", [("Forwarded", "=198.51.100.1")], "10.0.0.1"),
        Sent("10.0.0.1", [("Forwarded", "for=198.51.100.1,\"")], "10.0.0.1"),
    ]

    @Test("Forwarded is read as RFC 7239 says; a malformed field is not believed", arguments: forwarded)
    func readsForwarded(sent: Sent) throws { try judge(sent) }

    static let both: [Sent] = [
        Sent("10.0.0.1", [(list, "198.51.100.1"), ("Forwarded", "for=198.51.100.1")], "198.51.100.1"),
        Sent("10.0.0.1", [(list, "198.51.100.1, 10.0.0.2"), ("Forwarded", "for=198.51.100.1")], "198.51.100.1"),
        Sent("10.0.0.1", [(list, "198.51.100.1"), ("Forwarded", "for=1.1.1.1")], "10.0.0.1"),
        Sent("10.0.0.1", [(list, "1.1.1.1"), ("Forwarded", "for=198.51.100.1")], "10.0.0.1"),
        Sent("10.0.0.1", [(list, "198.51.100.1"), ("Forwarded", "for=unknown")], "10.0.0.1"),
        Sent("10.0.0.1", [(list, "198.51.100.1"), ("Forwarded", "nonsense")], "10.0.0.1"),
        Sent("10.0.0.1", [(list, ","), ("Forwarded", "for=198.51.100.1")], "198.51.100.1"),
        Sent("10.0.0.1", [(list, "198.51.100.1"), ("Forwarded", ",")], "198.51.100.1"),
    ]

    @Test("two fields that name different visitors are both not believed, since a visitor may have sent one of them", arguments: both)
    func readsBoth(sent: Sent) throws { try judge(sent) }

    @Test("a long list of proxies is read to its end, a long field of nonsense at once") func readsLongLists() throws {
        let proxies = (0..<3_000).map { "10.0.\($0 / 250).\($0 % 250)" }.joined(separator: ", ")
        try judge(Sent("10.0.0.1", [(Self.list, "1.1.1.1, 198.51.100.1, \(proxies)")], "198.51.100.1"))
        try judge(
            Sent(
                "10.0.0.1",
                [("Forwarded", "for=198.51.100.1, " + proxies.split(separator: ", ").map { "for=\($0)" }.joined(separator: ","))],
                "198.51.100.1"))
        for nonsense in [",", ";", "\"", "\\", "for=", "for=\"", "[", ":", "="] {
            let long = String(repeating: nonsense, count: 10_000)
            try judge(Sent("10.0.0.1", [(Self.list, long)], "10.0.0.1"))
            try judge(Sent("10.0.0.1", [("Forwarded", long)], "10.0.0.1"))
        }
    }
}
