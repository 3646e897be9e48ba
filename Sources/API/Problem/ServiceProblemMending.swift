import PersonalBudgeting

/// How to correct faults of requests and failures of the service.
extension ServiceProblem {
    /// How to correct it.
    var mending: LocalText {
        switch self {
        case .malformedRequest:
            LocalText(
                fi: "Lähetä pyyntö, joka noudattaa RFC 9112:ta.",
                sv: "Sänd en begäran som följer RFC 9112.",
                en: "Send a request that follows RFC 9112.")
        case .requestTimeout:
            LocalText(
                fi: "Lähetä otsakkeet kymmenessä sekunnissa ja sisältö ilman pitkiä taukoja.",
                sv: "Sänd huvudet inom tio sekunder och innehållet utan långa pauser.",
                en: "Send the whole head within 10 seconds and the body without long pauses.")
        case .payloadTooLarge:
            LocalText(
                fi: "Lähetä kerralla vähemmän; erissä saa olla 5 000 riviä.",
                sv: "Sänd mindre på en gång; satser får ha 5 000 rader.",
                en: "Send less at once; batches may have 5 000 rows.")
        case .uriTooLong:
            LocalText(
                fi: "Lyhennä hakuehtoja.",
                sv: "Förkorta sökparametrarna.",
                en: "Shorten the query.")
        case .expectationFailed:
            LocalText(
                fi: "Lähetä Expect: 100-continue tai jätä otsake pois.",
                sv: "Sänd Expect: 100-continue eller lämna bort huvudfältet.",
                en: "Send Expect: 100-continue, or leave the header out.")
        case .headTooLarge:
            LocalText(
                fi: "Lähetä vähemmän tai lyhyempiä otsakkeita.",
                sv: "Sänd färre eller kortare huvudfält.",
                en: "Send fewer or shorter header fields.")
        case .notImplemented:
            LocalText(
                fi: "Käytä metodia GET, HEAD, POST, PUT, PATCH tai OPTIONS, ja Transfer-Encodingina chunkedia tai ei mitään.",
                sv: "Använd GET, HEAD, POST, PUT, PATCH eller OPTIONS, och Transfer-Encoding: chunked eller inget.",
                en: "Use GET, HEAD, POST, PUT, PATCH or OPTIONS, and Transfer-Encoding: chunked or none.")
        case .versionNotSupported:
            LocalText(
                fi: "Käytä HTTP/1.1:tä.",
                sv: "Använd HTTP/1.1.",
                en: "Use HTTP/1.1.")
        case .malformedJSON:
            LocalText(
                fi: "Lähetä yksi JSON-dokumentti UTF-8:na (RFC 8259); selite kertoo rivin ja sarakkeen.",
                sv: "Sänd ett JSON-dokument i UTF-8 (RFC 8259); detaljen anger rad och kolumn.",
                en: "Send one JSON document in UTF-8 (RFC 8259); the detail gives the line and column.")
        case .badQuery:
            LocalText(
                fi: "Käytä vain hakuehtoja, jotka /openapi.json luettelee toiminnolle.",
                sv: "Använd bara de parametrar som /openapi.json anger för åtgärden.",
                en: "Use only the parameters that /openapi.json lists for the operation.")
        case .badHeader:
            LocalText(
                fi: "Korjaa otsake, joka nimetään.",
                sv: "Rätta huvudfältet som nämns.",
                en: "Correct the header that the errors name.")
        case .unauthorised:
            LocalText(
                fi: "Lähetä Authorization: Bearer ja voimassa oleva avain; pääkäyttäjä tekee avaimen komennolla avain keys create.",
                sv: "Sänd Authorization: Bearer och en giltig nyckel; huvudanvändaren gör en med avain keys create.",
                en: "Send Authorization: Bearer with a valid token; an administrator makes one with avain keys create.")
        case .noSuchRoute:
            LocalText(
                fi: "Katso osoite dokumentista /openapi.json.",
                sv: "Se adressen i /openapi.json.",
                en: "Look the path up in /openapi.json.")
        case .methodNotAllowed:
            LocalText(
                fi: "Käytä metodia, jonka Allow-otsake luettelee.",
                sv: "Använd en metod ur huvudfältet Allow.",
                en: "Use a method that the Allow header lists.")
        case .notAcceptable:
            LocalText(
                fi: "Pyydä muotoa application/json.",
                sv: "Be om application/json.",
                en: "Accept application/json.")
        case .unsupportedMediaType:
            LocalText(
                fi: "Lähetä Content-Type: application/json.",
                sv: "Sänd Content-Type: application/json.",
                en: "Send Content-Type: application/json.")
        case .preconditionRequired:
            LocalText(
                fi: "Lue tieto ja lähetä sen ETag otsakkeessa If-Match.",
                sv: "Läs uppgiften och sänd dess ETag i If-Match.",
                en: "Read the resource and send its ETag in If-Match.")
        case .invalidBody:
            LocalText(
                fi: "Korjaa jokainen jäsen, jonka errors nimeää; osoittimet noudattavat RFC 6901:tä.",
                sv: "Rätta varje medlem som errors nämner; pekarna följer RFC 6901.",
                en: "Correct every member named in errors; pointers follow RFC 6901.")
        case .idempotencyMismatch:
            LocalText(
                fi: "Käytä uuteen pyyntöön uutta Idempotency-Keytä.",
                sv: "Använd en ny Idempotency-Key för en ny begäran.",
                en: "Use a new Idempotency-Key for a new request.")
        case .idempotencyInFlight:
            LocalText(
                fi: "Lähetä sama pyyntö uudelleen Retry-Afterin sekuntien jälkeen: saat ensimmäisen vastauksen.",
                sv: "Skicka samma begäran på nytt efter sekunderna i Retry-After: det första svaret kommer tillbaka.",
                en: "Send the same request again after the seconds in Retry-After; you get the first answer.")
        case .amountOutOfRange:
            LocalText(
                fi: "Käytä summia, jotka ovat enintään 10^12 senttiä.",
                sv: "Använd belopp på högst 10^12 cent.",
                en: "Use amounts of at most 10^12 cents.")
        case .tooManyRequests:
            LocalText(
                fi: "Odota Retry-Afterin sekunnit ja lähetä pyynnöt harvemmin; suuret aineistot kulkevat tuonnissa.",
                sv: "Vänta sekunderna i Retry-After och sänd glesare; stora material går med en import.",
                en: "Wait the seconds in Retry-After and send less often; send large amounts of data by an import.")
        case .busy:
            LocalText(
                fi: "Yritä uudelleen, kun Retry-After-otsakkeen sekunnit ovat kuluneet.",
                sv: "Försök på nytt efter sekunderna i Retry-After.",
                en: "Try again after the seconds in Retry-After.")
        case .storageFull:
            LocalText(
                fi: "Ylläpidon on tehtävä tilaa; mitään ei kadonnut.",
                sv: "Driften måste ge utrymme; inget gick förlorat.",
                en: "The operator must make room; nothing was lost.")
        case .storageFailing:
            LocalText(
                fi: "Ylläpidon on tarkistettava tallennus; mitään ei tallennettu.",
                sv: "Driften måste se över lagringen; inget sparades.",
                en: "The operator must check the storage; nothing was saved.")
        case .unexpected:
            LocalText(
                fi: "Kerro ylläpidolle pyynnön tunniste.",
                sv: "Meddela driften begärans identifierare.",
                en: "Tell the operator the request id.")
        }
    }
}
