import PersonalBudgeting

/// The examples of faults in a request itself, and of failures of the service.
extension ProblemExample {
    static let malformedRequest = ProblemExample(
        when: LocalText(
            fi: "Ohjelma kirjoittaa HTTP:tä itse ja rivi on väärän muotoinen; HTTP-kirjasto tekee sen oikein.",
            sv: "Ett program skriver HTTP själv och en rad har fel form; ett HTTP-bibliotek gör det rätt.",
            en: "A program writes HTTP by hand and a line has the wrong form; an HTTP library gets it right."),
        request: .open("/health"))

    static let requestTimeout = ProblemExample(
        when: LocalText(
            fi: "Pyyntö katkeaa kesken, eikä loppua tule; sama pyyntö kokonaisena toimii.",
            sv: "En begäran stannar på halva vägen och resten kommer inte; samma begäran som helhet fungerar.",
            en: "A request stops halfway and the rest never arrives; the same request works when it is complete."),
        request: .open("/health"))

    static let payloadTooLarge = ProblemExample(
        when: LocalText(
            fi: "Lähetetään yli megatavun kokoinen sisältö osoitteeseen, joka ei ota erää vastaan.",
            sv: "Mer än en megabyte sänds till en adress som inte tar emot satser.",
            en: "More than a megabyte is sent to an address that does not accept batches."),
        request: .post("/v1/clients/search", search))

    static let uriTooLong = ProblemExample(
        when: LocalText(
            fi: "Pyynnön ensimmäinen rivi on pitempi kuin 8 192 tavua.",
            sv: "Den första raden i begäran är längre än 8 192 oktetter.",
            en: "The first line of the request is longer than 8 192 octets."),
        request: .get("/v1/clients?name=Virtanen"))

    static let expectationFailed = ProblemExample(
        when: LocalText(
            fi: "Expect-otsakkeessa on muuta kuin 100-continue.",
            sv: "I huvudfältet Expect står något annat än 100-continue.",
            en: "The Expect header contains something other than 100-continue."),
        request: .post("/v1/clients/search", search, [("Expect", "100-continue")]))

    static let headTooLarge = ProblemExample(
        when: LocalText(
            fi: "Otsakkeita on yli 32 kilotavua tai yli sata kappaletta, esimerkiksi evästeitä.",
            sv: "Huvudfälten är över 32 kilobyte eller fler än hundra, till exempel kakor.",
            en: "The header fields take more than 32 kilobytes or are more than a hundred, for instance because of cookies."),
        request: .get("/v1/me"))

    static let notImplemented = ProblemExample(
        when: LocalText(
            fi: "Pyynnön metodi on sellainen, jota palvelussa ei ole lainkaan, esimerkiksi PROPFIND.",
            sv: "Begäran har en metod som tjänsten inte har alls, till exempel PROPFIND.",
            en: "The request has a method that the service does not implement, such as PROPFIND."),
        request: .get("/v1/me"))

    static let versionNotSupported = ProblemExample(
        when: LocalText(
            fi: "Pyynnön ensimmäisellä rivillä on muu versio kuin HTTP/1.1 tai HTTP/1.0.",
            sv: "Den första raden i begäran har en annan version än HTTP/1.1 eller HTTP/1.0.",
            en: "The first line of the request names a version other than HTTP/1.1 or HTTP/1.0."),
        request: .open("/health"))

    static let malformedJSON = ProblemExample(
        when: LocalText(
            fi: "Sisältö ei ole JSONia: pilkku on liikaa, lainausmerkki puuttuu tai merkistö ei ole UTF-8.",
            sv: "Innehållet är inte JSON: ett komma för mycket, ett citattecken saknas eller teckenkoden är inte UTF-8.",
            en: "The body is not JSON: it has a comma too many, lacks a quotation mark, or is not UTF-8."),
        request: .post("/v1/clients/search", search))

    private static let search = #"{"hetu":"{hetu}"}"#

    static let badQuery = ProblemExample(
        when: LocalText(
            fi: "Hakuehdon nimessä on kirjoitusvirhe tai sen arvo ei ole sallittu: limt=20.",
            sv: "En sökparameter är felstavad eller har ett otillåtet värde: limt=20.",
            en: "A query parameter is misspelt or has a value that is not allowed: limt=20."),
        request: .get("/v1/cases?state=opened&limit=20"))

    static let badHeader = ProblemExample(
        when: LocalText(
            fi: "Otsakkeen arvo on väärän muotoinen: Idempotency-Key, jossa on väli.",
            sv: "Värdet i ett huvudfält har fel form: en Idempotency-Key med mellanslag.",
            en: "The value of a header has the wrong form: an Idempotency-Key with a space in it."),
        request: .post("/v1/cases/{case}/meetings", meeting, [("Idempotency-Key", "{newKey}")]))

    static let unauthorised = ProblemExample(
        when: LocalText(
            fi: "Pyynnöstä puuttuu avain, tai avain on vanhentunut tai peruttu.",
            sv: "Begäran saknar nyckel, eller så har nyckeln gått ut eller återkallats.",
            en: "The request has no key, or its key has expired or been revoked."),
        request: .get("/v1/me"))

    static let noSuchRoute = ProblemExample(
        when: LocalText(
            fi: "Osoitteessa on kirjoitusvirhe: /v1/client.",
            sv: "Adressen är felstavad: /v1/client.",
            en: "The address is misspelt: /v1/client."),
        request: .open("/openapi.json"))

    static let methodNotAllowed = ProblemExample(
        when: LocalText(
            fi: "Asiaa yritetään poistaa; asia suljetaan, sitä ei poisteta.",
            sv: "Man försöker ta bort ett ärende; ett ärende avslutas, det tas inte bort.",
            en: "Somebody tries to delete a case; cases are closed, not deleted."),
        request: .command("/v1/cases/{case}/close", #"{"reason":"Avattu väärälle henkilölle."}"#))

    static let notAcceptable = ProblemExample(
        when: LocalText(
            fi: "Accept-otsake pyytää muotoa, jota palvelussa ei ole, esimerkiksi application/xml.",
            sv: "Huvudfältet Accept ber om en form som inte finns, till exempel application/xml.",
            en: "The Accept header asks for a form that the service does not have, such as application/xml."),
        request: .get("/v1/me", [("Accept", "application/json")]))

    static let unsupportedMediaType = ProblemExample(
        when: LocalText(
            fi: "Sisältö lähetetään muuna kuin JSONina, esimerkiksi lomakkeena; curl tekee niin, jos Content-Type puuttuu.",
            sv: "Innehållet sänds som annat än JSON, till exempel som formulär; så gör curl utan Content-Type.",
            en: "The body is sent as something other than JSON, for instance as a web form; curl does so without a Content-Type."),
        request: .post("/v1/clients/search", search))

    static let preconditionRequired = ProblemExample(
        when: LocalText(
            fi: "Tietoa muutetaan kertomatta If-Match-otsakkeella, mikä versio on nähty.",
            sv: "En uppgift ändras utan att If-Match berättar vilken version man har sett.",
            en: "A change is sent without If-Match, which names the version that was seen."),
        request: .patch("/v1/clients/{client}", #"{"phone":"040 765 4321"}"#))

    static let invalidBody = ProblemExample(
        when: LocalText(
            fi: "Sisällöstä puuttuu pakollinen jäsen, tai jäsen on tuntematon tai väärän muotoinen.",
            sv: "I innehållet saknas en obligatorisk medlem, eller en medlem är okänd eller har fel form.",
            en: "The body lacks a required member, or a member is unknown or has the wrong form."),
        request: .post(
            "/v1/clients",
            #"{"hetu":"150684-937D","givenNames":"Aino Maria","familyName":"Virtanen","language":"fi","municipality":"837"}"#))

    static let idempotencyMismatch = ProblemExample(
        when: LocalText(
            fi: "Toistoavainta käytetään uudelleen pyyntöön, jonka sisältö on toinen.",
            sv: "En upprepningsnyckel används på nytt för en begäran med annat innehåll.",
            en: "An idempotency key is used again for a request with different content."),
        request: .post("/v1/cases/{case}/meetings", meeting, [("Idempotency-Key", "{newKey}")]))

    static let idempotencyInFlight = ProblemExample(
        when: LocalText(
            fi: "Sama toistoavain lähetetään uudelleen, ennen kuin ensimmäiseen pyyntöön on vastattu.",
            sv: "Samma upprepningsnyckel skickas på nytt innan den första begäran har besvarats.",
            en: "The same idempotency key is sent again before the first request is answered."),
        request: .post("/v1/cases/{case}/meetings", meeting, [("Idempotency-Key", "{sameKey}")]))

    private static let meeting = """
        {"kind":"needs_talk","heldOn":"2026-03-05","place":"Kotona keittiön pöydän ääressä","placeChosenBy":"client",
         "inviteesChosenByClient":true}
        """

    static let tooManyRequests = ProblemExample(
        when: LocalText(
            fi: "Ohjelma lähettää pyyntöjä nopeammin kuin ylläpito sallii yhdelle käyttäjälle.",
            sv: "Ett program sänder förfrågningar snabbare än driften tillåter en användare.",
            en: "A program sends requests faster than the operator allows one user."),
        request: .get("/v1/me"))

    static let busy = ProblemExample(
        when: LocalText(
            fi: "Palvelulla on enemmän pyyntöjä kuin se ehtii; sama pyyntö toimii hetken kuluttua.",
            sv: "Tjänsten har fler begäranden än den hinner med; samma begäran fungerar om en stund.",
            en: "The service has more requests than it can handle; the same request works after a while."),
        request: .open("/ready"))

    static let storageFull = ProblemExample(
        when: LocalText(
            fi: "Tallennustila on loppunut; lukeminen toimii, ja kirjoitus toimii, kun ylläpito on tehnyt tilaa.",
            sv: "Lagringsutrymmet är slut; läsning fungerar, och skrivning när driften har gett utrymme.",
            en: "Storage has no room left; reading works, and writing works again when the operator has made room."),
        request: .open("/ready"))

    static let storageFailing = ProblemExample(
        when: LocalText(
            fi: "Tallennus ei toimi; /ready kertoo, kun se taas toimii, ja silloin sama pyyntö lähetetään uudelleen.",
            sv: "Lagringen fungerar inte; /ready berättar när den fungerar igen, och då sänds samma begäran på nytt.",
            en: "Storage does not work; /ready shows when it works again, and then the same request can be sent again."),
        request: .open("/ready"))

    static let unexpected = ProblemExample(
        when: LocalText(
            fi: "Palvelussa on vika; /health kertoo, vastaako se muuten.",
            sv: "Det finns ett fel i tjänsten; /health berättar om den annars svarar.",
            en: "There is a fault in the service; /health shows whether it answers other requests."),
        request: .open("/health"))
}
