import PersonalBudgeting

/// Problems that do not come from the rules of the trade: faults of requests and failures of the service. The codes are stable, as in
/// `RefusalCode`.
enum ServiceProblem: String, CaseIterable, Sendable {
    case malformedRequest = "malformed_request"
    case requestTimeout = "request_timeout"
    case payloadTooLarge = "payload_too_large"
    case uriTooLong = "uri_too_long"
    case expectationFailed = "expectation_failed"
    case headTooLarge = "header_fields_too_large"
    case notImplemented = "not_implemented"
    case versionNotSupported = "http_version_not_supported"
    case malformedJSON = "malformed_json"
    case badQuery = "bad_query"
    case badHeader = "bad_header"
    case unauthorised
    case noSuchRoute = "no_such_route"
    case methodNotAllowed = "method_not_allowed"
    case notAcceptable = "not_acceptable"
    case unsupportedMediaType = "unsupported_media_type"
    case preconditionRequired = "precondition_required"
    case invalidBody = "invalid_body"
    case idempotencyMismatch = "idempotency_mismatch"
    case idempotencyInFlight = "idempotency_in_flight"
    case amountOutOfRange = "amount_out_of_range"
    case tooManyRequests = "too_many_requests"
    case busy
    case storageFull = "storage_full"
    case storageFailing = "storage_failing"
    case unexpected

    var status: Int {
        switch self {
        case .requestTimeout: 408
        case .payloadTooLarge: 413
        case .uriTooLong: 414
        case .expectationFailed: 417
        case .headTooLarge: 431
        case .notImplemented: 501
        case .versionNotSupported: 505
        case .malformedRequest, .malformedJSON, .badQuery, .badHeader: 400
        case .unauthorised: 401
        case .noSuchRoute: 404
        case .methodNotAllowed: 405
        case .notAcceptable: 406
        case .unsupportedMediaType: 415
        case .idempotencyInFlight: 409
        case .invalidBody, .idempotencyMismatch, .amountOutOfRange: 422
        case .preconditionRequired: 428
        case .tooManyRequests: 429
        case .unexpected: 500
        case .busy, .storageFailing: 503
        case .storageFull: 507
        }
    }

    var title: LocalText {
        switch self {
        case .requestTimeout: LocalText(fi: "Pyyntö kesti liian kauan", sv: "Begäran tog för länge", en: "The request took too long")
        case .payloadTooLarge: LocalText(fi: "Sisältö on liian suuri", sv: "Innehållet är för stort", en: "The body is too large")
        case .uriTooLong: LocalText(fi: "Osoite on liian pitkä", sv: "Adressen är för lång", en: "The address is too long")
        case .expectationFailed: LocalText(fi: "Odotusta ei tueta", sv: "Förväntningen stöds inte", en: "The expectation is not supported")
        case .headTooLarge:
            LocalText(fi: "Otsakkeet ovat liian suuret", sv: "Huvudfälten är för stora", en: "The header fields are too large")
        case .notImplemented: LocalText(fi: "Toimintoa ei ole", sv: "Funktionen finns inte", en: "Not implemented")
        case .versionNotSupported:
            LocalText(fi: "HTTP-versiota ei tueta", sv: "HTTP-versionen stöds inte", en: "The HTTP version is not supported")
        case .malformedRequest: LocalText(fi: "Pyyntöä ei voi lukea", sv: "Begäran kan inte läsas", en: "The request cannot be read")
        case .malformedJSON: LocalText(fi: "Sisältö ei ole JSONia", sv: "Innehållet är inte JSON", en: "The body is not JSON")
        case .badQuery: LocalText(fi: "Virheellinen hakuehto", sv: "Felaktig sökparameter", en: "A query parameter is wrong")
        case .badHeader: LocalText(fi: "Virheellinen otsake", sv: "Felaktigt huvudfält", en: "A header is wrong")
        case .unauthorised: LocalText(fi: "Tunnistautuminen puuttuu", sv: "Inloggning saknas", en: "Not signed in")
        case .noSuchRoute: LocalText(fi: "Osoitetta ei ole", sv: "Adressen finns inte", en: "There is no such address")
        case .methodNotAllowed:
            LocalText(fi: "Toiminto ei ole sallittu tässä", sv: "Metoden är inte tillåten här", en: "The method is not allowed here")
        case .notAcceptable:
            LocalText(fi: "Pyydettyä muotoa ei ole", sv: "Den begärda formen finns inte", en: "The requested form is not available")
        case .unsupportedMediaType:
            LocalText(fi: "Sisällön tyyppiä ei tueta", sv: "Innehållstypen stöds inte", en: "The media type is not supported")
        case .preconditionRequired: LocalText(fi: "Versio puuttuu", sv: "Versionen saknas", en: "The version is missing")
        case .invalidBody: LocalText(fi: "Sisältö on virheellinen", sv: "Innehållet är felaktigt", en: "The body is not valid")
        case .idempotencyMismatch:
            LocalText(
                fi: "Sama toistoavain, eri pyyntö", sv: "Samma upprepningsnyckel, annan begäran",
                en: "The idempotency key belongs to another request")
        case .idempotencyInFlight:
            LocalText(
                fi: "Samaa pyyntöä käsitellään vielä", sv: "Samma begäran behandlas ännu", en: "The same request is still in process")
        case .amountOutOfRange: LocalText(fi: "Rahamäärä on liian suuri", sv: "Beloppet är för stort", en: "The amount is out of range")
        case .tooManyRequests: LocalText(fi: "Liian monta pyyntöä", sv: "För många förfrågningar", en: "Too many requests")
        case .busy: LocalText(fi: "Palvelu on ruuhkautunut", sv: "Tjänsten är överbelastad", en: "The service is busy")
        case .storageFull: LocalText(fi: "Tallennustila on täynnä", sv: "Lagringsutrymmet är fullt", en: "Storage is full")
        case .storageFailing: LocalText(fi: "Tallennus ei toimi", sv: "Lagringen fungerar inte", en: "Storage is failing")
        case .unexpected: LocalText(fi: "Odottamaton virhe", sv: "Oväntat fel", en: "Something unexpected went wrong")
        }
    }

    /// Returns the problem of a request that could not be read as HTTP, by the status of its answer.
    static func ofProtocol(status: Int) -> ServiceProblem {
        switch status {
        case 408: .requestTimeout
        case 413: .payloadTooLarge
        case 414: .uriTooLong
        case 417: .expectationFailed
        case 431: .headTooLarge
        case 501: .notImplemented
        case 503: .busy
        case 505: .versionNotSupported
        default: .malformedRequest
        }
    }
}
