import HTTPServer
import PersonalBudgeting

extension ProtocolFault {
    /// Why a request could not be read as HTTP or served. It never repeats what the client sent.
    var inWords: LocalText {
        let (fi, sv) = translated
        return LocalText(fi: fi, sv: sv, en: detail)
    }

    private var translated: (fi: String, sv: String) {
        switch self {
        case .badLineEnd: ("rivi ei pääty merkkeihin CR LF", "en rad slutar inte med CR LF")
        case .controlOctet: ("pyynnön alussa on ohjausmerkki", "begärans början innehåller ett styrtecken")
        case .badRequestLine:
            (
                "pyyntörivillä täytyy olla metodi, osoite ja versio, välilyönnein erotettuina",
                "begärans rad måste ha metod, adress och version, åtskilda med mellanslag"
            )
        case .badMethod: ("HTTP-metodi on virheellinen", "HTTP-metoden är felaktig")
        case .badTarget: ("pyynnön osoite on virheellinen", "begärans adress är felaktig")
        case .badVersion: ("HTTP-versio on virheellinen", "HTTP-versionen är felaktig")
        case .unsupportedVersion: ("vain HTTP/1.1 ja HTTP/1.0 ovat käytössä", "bara HTTP/1.1 och HTTP/1.0 används")
        case .unknownMethod: ("HTTP-metodia ei tueta", "HTTP-metoden stöds inte")
        case .requestLineTooLong: ("pyyntörivi on liian pitkä", "begärans rad är för lång")
        case .headTooLarge: ("otsakkeet ovat liian suuret", "huvudfälten är för stora")
        case .tooManyFields: ("otsakkeita on liikaa", "det finns för många huvudfält")
        case .badFieldName: ("otsakkeen nimi on virheellinen", "huvudfältets namn är felaktigt")
        case .badFieldValue: ("otsakkeen arvossa on kielletty merkki", "huvudfältets värde innehåller ett förbjudet tecken")
        case .foldedField: ("otsake jatkuu toiselle riville", "huvudfältet fortsätter på en annan rad")
        case .missingHost: ("otsake Host puuttuu", "huvudfältet Host saknas")
        case .repeatedHost: ("otsake Host on annettu useammin kuin kerran", "huvudfältet Host förekommer mer än en gång")
        case .badHost: ("otsake Host on virheellinen", "huvudfältet Host är felaktigt")
        case .hostMismatch:
            ("otsake Host ja pyynnön osoite nimeävät eri palvelimen", "huvudfältet Host och begärans adress anger olika servrar")
        case .badContentLength: ("otsakkeen Content-Length täytyy olla yksi luku", "huvudfältet Content-Length måste vara ett enda tal")
        case .repeatedContentLength:
            ("otsake Content-Length on annettu useammin kuin kerran", "huvudfältet Content-Length förekommer mer än en gång")
        case .contentLengthWithTransferEncoding:
            (
                "otsakkeita Content-Length ja Transfer-Encoding ei voi antaa yhdessä",
                "huvudfälten Content-Length och Transfer-Encoding kan inte anges tillsammans"
            )
        case .badTransferEncoding: ("otsake Transfer-Encoding on virheellinen", "huvudfältet Transfer-Encoding är felaktigt")
        case .unknownTransferCoding: ("vain siirtokoodaus chunked on käytössä", "bara överföringskodningen chunked används")
        case .transferEncodingInOldVersion:
            ("otsake Transfer-Encoding ei kuulu versioon HTTP/1.0", "huvudfältet Transfer-Encoding hör inte till HTTP/1.0")
        case .unknownExpectation: ("vain odotus 100-continue on käytössä", "bara förväntningen 100-continue används")
        case .badChunk: ("paloina lähetetty sisältö on virheellinen", "innehållet i delar är felaktigt")
        case .badTrailer: ("sisällön jälkeiset otsakkeet ovat virheelliset", "huvudfälten efter innehållet är felaktiga")
        case .trailersTooLarge: ("sisällön jälkeiset otsakkeet ovat liian suuret", "huvudfälten efter innehållet är för stora")
        case .bodyTooLarge: ("sisältö on suurempi kuin tässä voi ottaa vastaan", "innehållet är större än vad som kan tas emot här")
        case .truncated: ("pyyntö päättyi kesken", "begäran slutade i förtid")
        case .headTimeout: ("pyynnön alku kesti liian kauan", "begärans början tog för länge")
        case .bodyTimeout: ("sisältö saapui liian hitaasti", "innehållet kom för långsamt")
        case .handlerTimeout:
            ("vastaus kesti liian kauan; ei tiedetä, vaikuttiko pyyntö", "svaret tog för länge; det är inte känt om begäran verkställdes")
        case .bodiesFull:
            (
                "suuria pyyntöjä on käsittelyssä liikaa; yritä hetken kuluttua uudelleen",
                "för många stora förfrågningar behandlas; försök igen om en stund"
            )
        case .answersFull:
            (
                "suuria vastauksia odottaa lukemista liikaa; yritä hetken kuluttua uudelleen",
                "för många stora svar väntar på att läsas; försök igen om en stund"
            )
        case .streamsFull:
            ("jatkuvia vastauksia on liikaa; yritä hetken kuluttua uudelleen", "för många svar strömmar; försök igen om en stund")
        case .overloaded:
            (
                "pyyntöjä on käsittelyssä liikaa; yritä hetken kuluttua uudelleen",
                "för många förfrågningar behandlas; försök igen om en stund"
            )
        }
    }
}
