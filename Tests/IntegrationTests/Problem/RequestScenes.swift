import JSON
import Testing

/// Scenes that provoke the refusals of the request itself.
enum RequestScenes {
    static let all: [String: ProblemScene.Make] = [
        "malformed_request": malformedRequest, "request_timeout": requestTimeout, "payload_too_large": payloadTooLarge,
        "uri_too_long": uriTooLong, "expectation_failed": expectationFailed, "header_fields_too_large": headTooLarge,
        "not_implemented": notImplemented, "http_version_not_supported": versionNotSupported, "malformed_json": malformedJSON,
        "bad_query": badQuery, "bad_header": badHeader, "unauthorised": unauthorised, "no_such_route": noSuchRoute,
        "method_not_allowed": methodNotAllowed, "not_acceptable": notAcceptable, "unsupported_media_type": unsupportedMediaType,
        "precondition_required": preconditionRequired, "invalid_body": invalidBody, "idempotency_mismatch": idempotencyMismatch,
        "storage_full": simple, "unexpected": simple,
    ]

    private static func simple(_ county: County) throws -> ProblemScene { ProblemScene(by: county.nobody, meet: nil) }

    private static func malformedRequest(_ county: County) throws -> ProblemScene {
        ProblemScene(by: county.nobody) {
            try RawSocket(county.service).ask("GET /health HTTP/1.1\r\nHost: avain\r\nTwo Words: x\r\n\r\n")
        }
    }

    /// The body never arrives. The service waits for it for the five seconds of `Limits.bodyWindowSeconds`.
    private static func requestTimeout(_ county: County) throws -> ProblemScene {
        ProblemScene(by: county.nobody) {
            try RawSocket(county.service).ask("GET /health HTTP/1.1\r\nHost: avain\r\nContent-Length: 10\r\n\r\n")
        }
    }

    private static func payloadTooLarge(_ county: County) throws -> ProblemScene {
        let body = [UInt8](repeating: 0x20, count: (1 << 20) + 1)
        return ProblemScene(by: county.worker, ["hetu": .string(county.newHetu())]) {
            try county.worker.send("POST", "/v1/clients/search", body, expecting: nil)
        }
    }

    private static func uriTooLong(_ county: County) throws -> ProblemScene {
        ProblemScene(by: county.worker) { try county.worker.triedGet("/v1/clients?name=\(String(repeating: "a", count: 9_000))") }
    }

    private static func expectationFailed(_ county: County) throws -> ProblemScene {
        ProblemScene(by: county.worker, ["hetu": .string(county.newHetu())]) {
            try county.worker.triedGet("/v1/me", headers: ["Expect": "200-ok"])
        }
    }

    private static func headTooLarge(_ county: County) throws -> ProblemScene {
        ProblemScene(by: county.worker) {
            try county.worker.triedGet("/v1/me", headers: ["Cookie": String(repeating: "a", count: 40_000)])
        }
    }

    private static func notImplemented(_ county: County) throws -> ProblemScene {
        ProblemScene(by: county.worker) { try county.worker.send("PROPFIND", "/v1/me", nil, expecting: nil) }
    }

    private static func versionNotSupported(_ county: County) throws -> ProblemScene {
        ProblemScene(by: county.nobody) { try RawSocket(county.service).ask("GET /health HTTP/2.0\r\nHost: avain\r\n\r\n") }
    }

    private static func malformedJSON(_ county: County) throws -> ProblemScene {
        ProblemScene(by: county.worker, ["hetu": .string(county.newHetu())]) {
            try county.worker.send("POST", "/v1/clients/search", Array("{'hetu':1}".utf8), expecting: nil)
        }
    }

    private static func badQuery(_ county: County) throws -> ProblemScene {
        ProblemScene(by: county.worker) { try county.worker.triedGet("/v1/cases?state=opened&limt=20") }
    }

    static let meeting: JSONValue = ["kind": "plan", "heldOn": "2026-03-05", "place": "koti", "placeChosenBy": "client"]

    private static func badHeader(_ county: County) throws -> ProblemScene {
        let file = try county.openCase()
        let places: [String: JSONValue] = ["case": file["id"], "newKey": .string("tapaaminen-\(county.nextNumber())")]
        return ProblemScene(by: county.worker, places) {
            try county.worker.tried("\(file.path)/meetings", meeting, headers: ["Idempotency-Key": "tapaaminen 1"])
        }
    }

    private static func unauthorised(_ county: County) throws -> ProblemScene {
        ProblemScene(by: county.worker) { try county.nobody.triedGet("/v1/me") }
    }

    private static func noSuchRoute(_ county: County) throws -> ProblemScene {
        ProblemScene(by: county.nobody) { try county.worker.triedGet("/v1/client") }
    }

    private static func methodNotAllowed(_ county: County) throws -> ProblemScene {
        let file = try county.openCase()
        return ProblemScene(by: county.worker, ["case": file["id"]]) {
            try county.worker.send("DELETE", file.path, nil, expecting: nil)
        }
    }

    private static func notAcceptable(_ county: County) throws -> ProblemScene {
        ProblemScene(by: county.worker) { try county.worker.triedGet("/v1/me", headers: ["Accept": "application/xml"]) }
    }

    private static func unsupportedMediaType(_ county: County) throws -> ProblemScene {
        let hetu = county.newHetu()
        return ProblemScene(by: county.worker, ["hetu": .string(hetu)]) {
            try county.worker.send(
                "POST", "/v1/clients/search", Array("hetu=\(hetu)".utf8), expecting: nil,
                headers: ["Content-Type": "application/x-www-form-urlencoded"])
        }
    }

    private static func preconditionRequired(_ county: County) throws -> ProblemScene {
        let client = try county.newClient()
        return ProblemScene(by: county.worker, ["client": client["id"]]) {
            try county.worker.send("PATCH", client.path, Array("{}".utf8), expecting: nil)
        }
    }

    private static func invalidBody(_ county: County) throws -> ProblemScene {
        ProblemScene(by: county.worker) { try county.worker.tried("/v1/clients", ["familyName": "Virtanen"]) }
    }

    private static func idempotencyMismatch(_ county: County) throws -> ProblemScene {
        let file = try county.openCase()
        let key = "tapaaminen-\(county.nextNumber())"
        try county.worker.post("\(file.path)/meetings", meeting, headers: ["Idempotency-Key": key])
        let places: [String: JSONValue] = ["case": file["id"], "newKey": .string("tapaaminen-\(county.nextNumber())")]
        return ProblemScene(by: county.worker, places) {
            try county.worker.tried("\(file.path)/meetings", meeting.with("place", "toimisto"), headers: ["Idempotency-Key": key])
        }
    }
}
