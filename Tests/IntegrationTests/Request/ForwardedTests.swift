import Foundation
import Testing

/// Failed sign-ins are limited for each visitor, also behind a proxy: by what a trusted proxy says, and by nothing else.
@Suite struct ForwardedTests {
    private static let wrong = "avain_\(String(repeating: "0", count: 64))"
    /// The burst of failed sign-ins of one visitor (`CallerLimits`).
    private static let burst = 2_000
    /// More would be another visitor: at twenty a second, the rest comes in no test's time.
    private static let most = 3_500

    /// A service that trusts these proxies, and a caller with a key.
    private static func started(_ proxies: [String]) throws -> (service: ServiceProcess, worker: Caller) {
        let service = try ServiceProcess(arguments: ["--test-clock"] + proxies.flatMap { ["--trusted-proxy", $0] })
        let token = try service.makeKey(role: "social_worker", name: "Sari", unit: "Itä")
        try service.start()
        return (service, Caller(service: service, curl: Curl(), token: token, name: "Sari"))
    }

    private static func list(_ value: String) -> String { "X-Forwarded-For: \(value)\r\n" }
    private static func forwarded(_ value: String) -> String { "Forwarded: \(value)\r\n" }

    /// Fails to sign in a hundred times, and returns how often that was before the limit refused. All go at once, because twenty a second
    /// come back.
    /// - Parameter fields: the further fields of each request, each with its line end.
    private static func fail(_ socket: RawSocket, _ fields: (Int) -> String) throws -> Int {
        let head = "GET /v1/clients HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(wrong)\r\n"
        let statuses = try socket.statuses((0..<100).map { "\(head)\(fields($0))\($0 == 99 ? "Connection: close\r\n" : "")\r\n" })
        #expect(statuses.count == 100 && statuses.allSatisfy { $0 == 401 || $0 == 429 }, "\(statuses)")
        return statuses.prefix { $0 == 401 }.count
    }

    /// Fails until the limit refuses, and returns how many sign-ins had failed before.
    private static func exhaust(_ socket: RawSocket, _ fields: (Int) -> String) throws -> Int {
        var failed = 0
        while failed < most {
            let more = try fail(socket) { fields(failed + $0) }
            failed += more
            if more < 100 { break }
        }
        return failed
    }

    private static func isLimited(_ socket: RawSocket, _ fields: String) throws -> Bool { try fail(socket) { _ in fields } < 100 }

    @Test("behind a trusted proxy each visitor has a limit of its own, by either field") func countsVisitors() throws {
        let (service, worker) = try Self.started(["127.0.0.1"])
        let proxy = try RawSocket(service)
        let failed = try Self.exhaust(proxy) { _ in Self.list("198.51.100.1") }
        #expect((Self.burst..<Self.most).contains(failed), "\(failed)")
        // The same visitor, whatever it says of itself, and however the proxy writes it.
        let same = [
            Self.list("198.51.100.1:4711"), Self.list("::ffff:198.51.100.1"), Self.list("203.0.113.5, 198.51.100.1"),
            Self.list("127.0.0.1, 198.51.100.1, 127.0.0.1"), Self.forwarded("for=198.51.100.1"),
            Self.forwarded("for=203.0.113.5, for=\"198.51.100.1:80\";proto=https"),
            Self.forwarded("for=198.51.100.1") + Self.list("198.51.100.1"),
        ]
        for fields in same { #expect(try Self.isLimited(proxy, fields), "\(fields)") }
        // Other visitors, and visitors whom the proxy does not name: those share the proxy's own limit.
        let others = [
            Self.list("198.51.100.2"), Self.list("198.51.100.1, 198.51.100.2"), Self.list("2001:db8::1"),
            Self.forwarded("for=198.51.100.3"), "",
            Self.list("unknown"), Self.list("198.51.100.1, unknown"), Self.list("198.51.100.1, _hidden"),
            Self.forwarded("for=198.51.100.1;for=x"), Self.forwarded("for=198.51.100.1") + Self.list("198.51.100.4"),
            "X-Real-IP: 198.51.100.1\r\n",
        ]
        for fields in others { #expect(try !Self.isLimited(proxy, fields), "\(fields)") }
        // A caller with a key is served behind the same address.
        try worker.get("/v1/me", headers: ["X-Forwarded-For": "198.51.100.1"])
    }

    @Test("an IPv6 visitor counts by the first 64 bits of the address") func countsNetworks() throws {
        let (service, _) = try Self.started(["127.0.0.1"])
        let proxy = try RawSocket(service)
        let failed = try Self.exhaust(proxy) { Self.list("2001:db8:0:7:\(String($0, radix: 16))::1") }
        #expect((Self.burst..<Self.most).contains(failed), "\(failed)")
        #expect(try Self.isLimited(proxy, Self.list("[2001:db8:0:7::ffff]:4711")))
        #expect(try !Self.isLimited(proxy, Self.list("2001:db8:0:8::1")))
    }

    @Test("visitors whom a proxy does not name share one limit, so leaving the name out gains nothing") func sharesUnknown() throws {
        let (service, _) = try Self.started(["127.0.0.1"])
        let proxy = try RawSocket(service)
        let failed = try Self.exhaust(proxy) { number in
            let other = "10.1.\(number / 256).\(number % 256)"
            return switch number % 4 {
            case 0: ""
            case 1: Self.list("unknown")
            case 2: Self.list("198.51.100.7") + Self.forwarded("for=\(other)")
            default: Self.forwarded("for=\"\(other)")
            }
        }
        #expect((Self.burst..<Self.most).contains(failed), "\(failed)")
        #expect(try !Self.isLimited(proxy, Self.list("198.51.100.1")))
    }

    @Test(
        "nobody is trusted by default, not even on loopback, and no one but the named proxies",
        arguments: [[], ["127.0.0.2", "10.0.0.0/8"]])
    func trustsNobodyElse(proxies: [String]) throws {
        let (service, _) = try Self.started(proxies)
        // Every request names another visitor, in either field.
        let failed = try Self.exhaust(RawSocket(service)) { number in
            let address = "10.7.\(number / 256).\(number % 256)"
            return number % 3 == 0 ? Self.forwarded("for=\(address)") : Self.list("\(address), 10.0.0.1")
        }
        #expect((Self.burst..<Self.most).contains(failed), "\(failed)")
        // What another peer says of 127.0.0.1 counts if that peer is trusted. Several fields of a name are one list, and names have no case.
        let other = try RawSocket(service, from: 2)
        let isTrusted = !proxies.isEmpty
        for fields in [
            Self.list("127.0.0.1"), "x-forwarded-for: 203.0.113.5\r\nX-FORWARDED-FOR: ,\r\nX-Forwarded-For: 127.0.0.1 ,\r\n",
            Self.forwarded("for=203.0.113.5") + Self.forwarded("for=127.0.0.1"),
        ] {
            #expect(try Self.isLimited(other, fields) == isTrusted, "\(fields)")
        }
        for fields in ["", Self.list("127.0.0.1") + Self.list("203.0.113.5")] { #expect(try !Self.isLimited(other, fields), "\(fields)") }
        // A long list is read to its end, and a control character in it is refused as in any field.
        func ask(_ fields: String) throws -> Int {
            try other.ask("GET /v1/me HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(Self.wrong)\r\nConnection: close\r\n\(fields)\r\n")
                .status
        }
        #expect([401, 429].contains(try ask(Self.list("127.0.0.1, " + String(repeating: "127.0.0.2, ", count: 600)))))
        #expect(try ask(Self.list("\u{1}127.0.0.1")) == 400)
    }

    @Test("a service behind a proxy warns at the start if it trusts none") func warns() throws {
        for (arguments, warns) in [(["--behind-proxy"], true), (["--behind-proxy", "--trusted-proxy", "10.0.0.1"], false), ([], false)] {
            let service = try ServiceProcess(arguments: arguments)
            try service.start()
            // The end of the process writes what is left of the log.
            service.stop()
            #expect(service.errors.contains("no --trusted-proxy") == warns, "\(arguments): \(service.errors)")
        }
    }

    @Test(
        "a text that is no address or range is refused at the start, and so is everybody",
        arguments: [
            ("nginx", "takes an IPv4 or IPv6 address"), ("10.0.0.0/33", "a prefix of 1 to 32 bits"), ("10.0.0.7/8", "ends with its prefix"),
            ("0.0.0.0/0", "does not take all addresses"), ("::/0", "does not take all addresses"),
        ])
    func refusesOptions(text: String, says: String) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "avain-never-\(UUID().uuidString).sqlite").path
        let refused = try ServiceProcess.run(["serve", "--database", path, "--trusted-proxy", text])
        #expect(refused.status == 64 && refused.errors.contains("--trusted-proxy") && refused.errors.contains(says), "\(refused)")
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
