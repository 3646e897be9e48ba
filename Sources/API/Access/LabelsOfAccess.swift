import PersonalBudgeting

extension CodeList {
    /// The code lists of access, keys and backups.
    static let access: [CodeList] = [
        CodeList(Backup.State.self),
        CodeList(Backup.Fault.self),
        CodeList(Backup.Verdict.self),
        CodeList(BreakGlass.Reason.self),
        CodeList(BreakGlass.State.self),
        CodeList(HetuKeyRotation.State.self),
        CodeList(KeyAPI.Life.self),
        CodeList(KeyGrant.State.self),
        CodeList(NonDisclosure.Source.self),
        CodeList(Relation.self),
        CodeList(Role.self),
        CodeList(Tie.Ground.self),
        CodeList(AccessAPI.Rule.self),
        CodeList(AccessEntry.Manner.self),
    ]
}

extension KeyAPI.Life: LabelledCode {
    static let listName = "KeyLife"
    static let listTitle = LocalText(fi: "avaimen voimassaolo", sv: "nyckelns giltighet", en: "life of a key")

    var label: LocalText {
        switch self {
        case .live: LocalText(fi: "voimassa", sv: "i kraft", en: "live")
        case .revoked: LocalText(fi: "mitätöity", sv: "återkallad", en: "revoked")
        case .expired: LocalText(fi: "vanhentunut", sv: "utgången", en: "expired")
        }
    }
}

extension KeyGrant.State: LabelledCode {
    static let listName = "KeyGrantState"
    static let listTitle = LocalText(
        fi: "avaimen myöntämisen käsittely", sv: "behandling av beviljad nyckel", en: "state of a key grant")

    var label: LocalText {
        switch self {
        case .new: LocalText(fi: "tarkistamatta", sv: "inte granskad", en: "new")
        case .seen: LocalText(fi: "tarkistettu", sv: "granskad", en: "seen")
        }
    }
}

extension Backup.State: LabelledCode {
    static let listName = "BackupState"
    static let listTitle = LocalText(fi: "varmuuskopion tila", sv: "säkerhetskopians tillstånd", en: "state of a backup")

    var label: LocalText {
        switch self {
        case .requested: LocalText(fi: "tekeillä", sv: "under arbete", en: "being made")
        case .done: LocalText(fi: "valmis", sv: "färdig", en: "done")
        case .failed: LocalText(fi: "epäonnistui", sv: "misslyckades", en: "failed")
        }
    }
}

extension Backup.Fault: LabelledCode {
    static let listName = "BackupFault"
    static let listTitle = LocalText(fi: "varmuuskopion virhe", sv: "säkerhetskopians fel", en: "fault of a backup")

    var label: LocalText {
        switch self {
        case .full: LocalText(fi: "levytila loppui", sv: "lagringsutrymmet tog slut", en: "no space is left")
        case .storage: LocalText(fi: "tallennusvirhe", sv: "lagringsfel", en: "storage fails")
        case .faulty:
            LocalText(fi: "kopio ei läpäissyt tarkistusta", sv: "kopian klarade inte kontrollen", en: "the copy did not pass the check")
        case .interrupted: LocalText(fi: "keskeytyi", sv: "avbröts", en: "interrupted")
        }
    }
}

extension Backup.Verdict: LabelledCode {
    static let listName = "BackupVerdict"
    static let listTitle = LocalText(
        fi: "varmuuskopion tarkistuksen tulos", sv: "resultat av kontrollen av säkerhetskopian", en: "result of the check of a backup")

    var label: LocalText {
        switch self {
        case .good: LocalText(fi: "ehjä", sv: "hel", en: "good")
        case .faulty: LocalText(fi: "virheellinen", sv: "felaktig", en: "faulty")
        }
    }
}

extension BreakGlass.Reason: LabelledCode {
    static let listName = "BreakGlassReason"
    static let listTitle = LocalText(
        fi: "asiakkaan tietojen avaamisen peruste", sv: "grund för att öppna klientens uppgifter", en: "reason to open a file")

    var label: LocalText {
        switch self {
        case .emergency: LocalText(fi: "kiireellinen avun tarve", sv: "brådskande behov av hjälp", en: "emergency")
        case .newContact: LocalText(fi: "yhteydenotto toiseen yksikköön", sv: "kontakt med en annan enhet", en: "new contact")
        case .substitute:
            LocalText(
                fi: "omatyöntekijän poissaolo", sv: "den egna kontaktpersonen är frånvarande", en: "substitute of the responsible worker")
        case .inquiry: LocalText(fi: "selvityspyyntö tai valvonta", sv: "begäran om utredning eller tillsyn", en: "inquiry or supervision")
        case .other: LocalText(fi: "muu syy", sv: "annan orsak", en: "other reason")
        }
    }
}

extension BreakGlass.State: LabelledCode {
    static let listName = "BreakGlassState"
    static let listTitle = LocalText(
        fi: "tietojen avaamisen tila", sv: "tillståndet för öppnandet av uppgifter", en: "state of an opened file")

    var label: LocalText {
        switch self {
        case .open: LocalText(fi: "odottaa tarkastusta", sv: "väntar på granskning", en: "waits for its review")
        case .justified: LocalText(fi: "perusteltu", sv: "motiverad", en: "justified")
        case .unjustified: LocalText(fi: "ei perusteltu", sv: "inte motiverad", en: "not justified")
        }
    }
}

extension HetuKeyRotation.State: LabelledCode {
    static let listName = "HetuKeyRotationState"
    static let listTitle = LocalText(
        fi: "salausavaimen vaihdon tila", sv: "krypteringsnyckelbytets tillstånd", en: "state of a rotation of the key")

    var label: LocalText {
        switch self {
        case .requested: LocalText(fi: "pyydetty", sv: "begärt", en: "requested")
        case .resealing: LocalText(fi: "henkilötunnuksia salataan uudelleen", sv: "personbeteckningar krypteras på nytt", en: "resealing")
        case .done: LocalText(fi: "valmis", sv: "färdigt", en: "done")
        }
    }
}

extension NonDisclosure.Source: LabelledCode {
    static let listName = "NonDisclosureSource"
    static let listTitle = LocalText(fi: "turvakiellon lähde", sv: "spärrmarkeringens källa", en: "source of a non-disclosure order")

    var label: LocalText {
        switch self {
        case .populationRegister:
            LocalText(fi: "väestötietojärjestelmä", sv: "befolkningsdatasystemet", en: "population information system")
        case .client: LocalText(fi: "asiakas", sv: "klienten", en: "client")
        case .authority: LocalText(fi: "viranomainen", sv: "myndighet", en: "authority")
        }
    }
}

extension Relation: LabelledCode {
    static let listName = "ClientRelation"
    static let listTitle = LocalText(
        fi: "käyttäjän suhde asiakkaaseen", sv: "användarens relation till klienten", en: "relation of a user to a client")

    var label: LocalText {
        switch self {
        case .task: LocalText(fi: "työtehtävä ilman asiakassuhdetta", sv: "arbetsuppgift utan klientrelation", en: "task of the role")
        case .caseload:
            LocalText(fi: "omatyöntekijä tai sijainen", sv: "egen kontaktperson eller ställföreträdare", en: "responsible worker or deputy")
        case .unit: LocalText(fi: "asiakkaan yksikkö", sv: "klientens enhet", en: "unit of the client")
        case .agenda: LocalText(fi: "päätös käsiteltävänä", sv: "beslut under behandling", en: "decision before its deciders")
        case .breakGlass:
            LocalText(fi: "tiedot avattu perustellusta syystä", sv: "uppgifterna öppnade av ett motiverat skäl", en: "opened with a reason")
        case .extract:
            LocalText(fi: "ote käsitellystä päätöksestä", sv: "utdrag ur ett behandlat beslut", en: "extract of a decision dealt with")
        case .own: LocalText(fi: "asiakas itse", sv: "klienten själv", en: "the client")
        case .mandate: LocalText(fi: "edustaja", sv: "företrädare", en: "representative")
        case .authorisation: LocalText(fi: "asiakkaan valtuutus", sv: "klientens fullmakt", en: "authorised by the client")
        }
    }
}

extension Role: LabelledCode {
    static let listName = "Role"
    static let listTitle = LocalText(fi: "rooli", sv: "roll", en: "role")

    var label: LocalText { AccessWords.title(of: self) }
}

extension Tie.Ground: LabelledCode {
    static let listName = "TieGround"
    static let listTitle = LocalText(fi: "esteellisyyden peruste", sv: "jävsgrund", en: "ground of a tie")

    var label: LocalText {
        switch self {
        case .party: LocalText(fi: "asianosaisuus", sv: "partsjäv", en: "party")
        case .representation:
            LocalText(fi: "avustaminen tai edustaminen", sv: "biträde eller representation", en: "assisting or representing a party")
        case .interest: LocalText(fi: "erityinen hyöty tai vahinko", sv: "synnerlig nytta eller skada", en: "special benefit or damage")
        case .employment: LocalText(fi: "palvelussuhde tai toimeksianto", sv: "anställning eller uppdrag", en: "employment or commission")
        case .position: LocalText(fi: "asema yhteisössä", sv: "ställning i en sammanslutning", en: "position in a body of a party")
        case .otherReason: LocalText(fi: "muu erityinen syy", sv: "annat särskilt skäl", en: "other special reason")
        }
    }
}

extension AccessAPI.Rule: LabelledCode {
    static let listName = "AccessRule"
    static let listTitle = LocalText(fi: "pääsyn ratkaiseva sääntö", sv: "regel som avgör åtkomsten", en: "rule that decides on access")

    var label: LocalText {
        switch self {
        case .open: LocalText(fi: "avoin kaikille", sv: "öppen för alla", en: "open to everybody")
        case .task: LocalText(fi: "roolin työtehtävä", sv: "rollens arbetsuppgift", en: "task of the role")
        case .dependsOnRelation:
            LocalText(
                fi: "riippuu suhteesta asiakkaaseen", sv: "beror på relationen till klienten", en: "depends on the relation to the client")
        case .relationHeld: LocalText(fi: "suhde asiakkaaseen on", sv: "relation till klienten finns", en: "the relation is held")
        case .relationMissing:
            LocalText(fi: "suhde asiakkaaseen puuttuu", sv: "relation till klienten saknas", en: "the relation is missing")
        case .outsideMandate: LocalText(fi: "valtuutus ei kata tätä", sv: "fullmakten omfattar inte detta", en: "outside the mandate")
        case .tieDeclared: LocalText(fi: "ilmoitettu esteellisyys", sv: "anmält jäv", en: "a tie is declared")
        case .roleLacksRight: LocalText(fi: "roolilla ei ole oikeutta", sv: "rollen saknar rätten", en: "the role lacks the right")
        case .keyLacksRight: LocalText(fi: "avaimella ei ole oikeutta", sv: "nyckeln saknar rätten", en: "the key lacks the right")
        case .userNotValid: LocalText(fi: "käyttäjä ei ole voimassa", sv: "användaren är inte i kraft", en: "the user is not valid")
        }
    }
}

extension AccessEntry.Manner: LabelledCode {
    static let listName = "AccessManner"
    static let listTitle = LocalText(fi: "pyynnön laji lokissa", sv: "typ av begäran i loggen", en: "manner of a logged request")

    var label: LocalText {
        switch self {
        case .dryRun: LocalText(fi: "kokeilu, mitään ei tallennettu", sv: "försök, inget sparades", en: "dry run, nothing was kept")
        case .replay:
            LocalText(
                fi: "aiempi vastaus lähetettiin uudelleen", sv: "ett tidigare svar sändes på nytt", en: "an earlier answer was sent again")
        }
    }
}
