import JSON
import Testing

/// What a browser checks before it lets a page of another origin read an answer (CORS).
@Suite struct OriginTests {
    private static let front = "https://front.example"

    @Test("pages of an allowed origin may read answers and refusals; other origins get the same without the fields") func allows() throws {
        let service = try ServiceProcess(arguments: ["--test-clock", "--allow-origin", OriginTests.front])
        let token = try service.makeKey(role: "social_worker", name: "Sari", unit: "U")
        try service.start()
        let curl = Curl()
        let nobody = Caller(service: service, curl: curl, token: nil, name: "nobody")
        let worker = Caller(service: service, curl: curl, token: token, name: "Sari")
        for (caller, path, status) in [
            (nobody, "/health", 200), (nobody, "/v1/clients", 401), (worker, "/v1/clients", 200), (worker, "/v1/no", 404),
        ] {
            let own = try caller.get(path, expecting: status, headers: ["Origin": OriginTests.front])
            #expect(own.headers["Access-Control-Allow-Origin"] == OriginTests.front, "\(path)")
            #expect(own.headers["Access-Control-Expose-Headers"]?.contains("ETag") == true)
            #expect(own.headers["Access-Control-Allow-Credentials"] == nil)
            for other in ["https://front.example.evil.example", "http://front.example", "null", "https://FRONT.example"] {
                let foreign = try caller.get(path, expecting: status, headers: ["Origin": other])
                #expect(foreign.headers["Access-Control-Allow-Origin"] == nil, "\(other)")
                #expect(foreign.headers["Vary"]?.contains("Origin") == true, "a cache must not give the answer for one origin to another")
            }
        }
    }

    @Test("a page of an allowed origin may also read what the server itself refuses after the head") func allowsFaults() throws {
        let service = try ServiceProcess(arguments: ["--test-clock", "--allow-origin", OriginTests.front])
        let token = try service.makeKey(role: "social_worker", name: "Sari", unit: "U")
        try service.start()
        let worker = Caller(service: service, curl: Curl(), token: token, name: "Sari")
        let headers = ["Origin": OriginTests.front, "Accept-Language": "en", "X-Request-Id": "mine"]
        let body = [UInt8](repeating: 0x20, count: 2 << 20)
        let tooLarge = try worker.send("POST", "/v1/clients", body, expecting: 413, headers: headers)
        #expect(tooLarge.headers["Access-Control-Allow-Origin"] == OriginTests.front)
        #expect(tooLarge.headers["X-Request-Id"] == "mine")
        #expect(tooLarge["title"] == "The body is too large")
        let elsewhere = try worker.send("POST", "/v1/clients", body, expecting: 413, headers: ["Origin": "https://elsewhere.example"])
        #expect(elsewhere.headers["Access-Control-Allow-Origin"] == nil)
    }

    @Test("a preflight request is answered with what may be sent") func answersPreflight() throws {
        let service = try ServiceProcess(arguments: ["--test-clock", "--allow-origin", OriginTests.front])
        try service.start()
        let nobody = Caller(service: service, curl: Curl(), token: nil, name: "nobody")
        func ask(_ origin: String) throws -> Reply {
            try nobody.send(
                "OPTIONS", "/v1/clients/01943a69-cd80-7000-8000-00105fad57ab", nil, expecting: 204,
                headers: [
                    "Origin": origin, "Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "authorization, if-match",
                ])
        }
        let own = try ask(OriginTests.front)
        #expect(own.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS, PATCH")
        for name in ["if-match", "last-event-id"] {
            #expect(own.headers["Access-Control-Allow-Headers"]?.lowercased().contains(name) == true)
        }
        #expect(own.headers["Access-Control-Max-Age"] == "7200")
        #expect(own.headers["Access-Control-Allow-Headers"]?.contains("X-Test-Now") == true)
        let foreign = try ask("https://elsewhere.example")
        #expect(foreign.headers["Access-Control-Allow-Methods"] == nil)
        #expect(foreign.headers["Allow"] == own.headers["Allow"])
    }

    @Test("a page may also read what the server refuses before the end of the head, in its language") func allowsFaultsOfTheHead() throws {
        let service = try ServiceProcess(arguments: ["--allow-origin", OriginTests.front])
        try service.start()
        let long = String(repeating: "a", count: 40_000)
        let fields = "Host: a\r\nOrigin: \(OriginTests.front)\r\nAccept-Language: sv-FI\r\nX-Request-Id: mine\r\n"
        for (request, status, title) in [
            ("GET /\(long) HTTP/1.1\r\n\(fields)\r\n", 414, "Adressen är för lång"),
            ("GET / HTTP/1.1\r\n\(fields)X-Long: \(long)\r\n\r\n", 431, "Huvudfälten är för stora"),
            ("BREW / HTTP/1.1\r\n\(fields)\r\n", 501, "Funktionen finns inte"),
            ("GET / HTTP/1.1\r\n\(fields)X Y: 1\r\n\r\n", 400, "Begäran kan inte läsas"),
            ("GET / HTTP/3.0\r\n\(fields)\r\n", 505, "HTTP-versionen stöds inte"),
        ] {
            let reply = try RawSocket(service).ask(request)
            #expect(reply.status == status && reply["title"] == .string(title), "\(reply)")
            #expect(reply.headers["Access-Control-Allow-Origin"] == OriginTests.front, "\(status)")
            #expect(reply.headers["X-Request-Id"] == "mine", "\(status)")
        }
        let foreign = try RawSocket(service).ask("BREW / HTTP/1.1\r\nHost: a\r\nOrigin: https://elsewhere.example\r\n\r\n")
        #expect(foreign.status == 501 && foreign.headers["Access-Control-Allow-Origin"] == nil)
        // The origin has not arrived.
        let cut = try RawSocket(service).ask("GET / HTTP/1.1\r\nHost: a\r\nX-Long: \(long)")
        #expect(cut.status == 431 && cut.headers["Access-Control-Allow-Origin"] == "*")
    }

    @Test("a page learns that nothing is at a path, and may set no clock without --test-clock") func explainsAbsence() throws {
        let service = try ServiceProcess(arguments: ["--allow-origin", OriginTests.front])
        try service.start()
        let nobody = Caller(service: service, curl: Curl(), token: nil, name: "nobody")
        let asked = ["Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"]
        let own = asked.merging(["Origin": OriginTests.front]) { $1 }
        let preflight = try nobody.send("OPTIONS", "/v1/nowhere", nil, expecting: 204, at: nil, headers: own)
        #expect(preflight.headers["Access-Control-Allow-Origin"] == OriginTests.front)
        #expect(preflight.headers["Access-Control-Allow-Headers"]?.contains("X-Test-Now") == false)
        let foreign = asked.merging(["Origin": "https://elsewhere.example"]) { $1 }
        try nobody.send("OPTIONS", "/v1/nowhere", nil, expecting: 404, at: nil, headers: foreign)
        try nobody.send("OPTIONS", "/v1/nowhere", nil, expecting: 404, at: nil)
    }

    @Test("without allowed origins no answer has the fields, and a text that is no origin is refused at the start") func isOff() throws {
        let reply = try County.shared.nobody.get("/health", headers: ["Origin": OriginTests.front])
        #expect(reply.headers["Access-Control-Allow-Origin"] == nil)
        #expect(reply.headers["Vary"]?.contains("Origin") == false)
        let refused = try ServiceProcess.run(["serve", "--database", "/tmp/never.sqlite", "--allow-origin", "https://front.example/"])
        #expect(refused.status == 64)
        #expect(refused.errors.contains("--allow-origin"))
    }
}
