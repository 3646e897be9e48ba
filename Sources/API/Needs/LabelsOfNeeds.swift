import PersonalBudgeting

extension CodeList {
    /// The code lists of needs and life plans.
    static let needs: [CodeList] = [
        CodeList(AssessmentMethod.ResultKind.self),
        CodeList(ExerciseAgreement.Kind.self),
        CodeList(LifePlan.Writer.self),
        CodeList(LifePlan.SectionChange.Kind.self),
        CodeList(NetworkMap.Sector.self),
        CodeList(Statement.Kind.self),
        CodeList(Statement.Speaker.self),
        CodeList(Statement.State.self),
        CodeList(WorkingNote.Polarity.self),
        CodeList(WorkingNote.Subject.self),
    ]
}

extension AssessmentMethod.ResultKind: LabelledCode {
    static let listName = "AssessmentResultKind"
    static let listTitle = LocalText(fi: "arviointituloksen laji", sv: "typ av bedömningsresultat", en: "kind of a result")

    var label: LocalText {
        switch self {
        case .score: LocalText(fi: "pisteet", sv: "poäng", en: "score")
        case .text: LocalText(fi: "teksti", sv: "text", en: "text")
        }
    }
}

extension ExerciseAgreement.Kind: LabelledCode {
    static let listName = "ExerciseKind"
    static let listTitle = LocalText(fi: "harjoituksen laji", sv: "typ av övning", en: "kind of an exercise")

    var label: LocalText {
        switch self {
        case .exercise: LocalText(fi: "harjoitus", sv: "övning", en: "exercise")
        case .test: LocalText(fi: "kokeilu", sv: "prov", en: "test")
        }
    }
}

extension LifePlan.Writer: LabelledCode {
    static let listName = "LifePlanWriter"
    static let listTitle = LocalText(fi: "elämänsuunnitelman kirjoittaja", sv: "livsplanens skribent", en: "writer of a life plan")

    var label: LocalText {
        switch self {
        case .client: LocalText(fi: "asiakas", sv: "klienten", en: "client")
        case .representative: LocalText(fi: "edustaja", sv: "företrädare", en: "representative")
        case .workerAsScribe: LocalText(fi: "työntekijä kirjurina", sv: "arbetstagaren som skrivare", en: "worker as the scribe")
        }
    }
}

extension LifePlan.SectionChange.Kind: LabelledCode {
    static let listName = "ChangeKind"
    static let listTitle = LocalText(fi: "muutoksen laji", sv: "typ av ändring", en: "kind of a change")

    var label: LocalText {
        switch self {
        case .added: LocalText(fi: "lisätty", sv: "tillagd", en: "added")
        case .changed: LocalText(fi: "muutettu", sv: "ändrad", en: "changed")
        case .removed: LocalText(fi: "poistettu", sv: "borttagen", en: "removed")
        }
    }
}

extension NetworkMap.Sector: LabelledCode {
    static let listName = "NetworkSector"
    static let listTitle = LocalText(fi: "verkostokartan lohko", sv: "sektor i nätverkskartan", en: "sector of a network map")

    var label: LocalText {
        switch self {
        case .family: LocalText(fi: "perhe ja sukulaiset", sv: "familj och släkt", en: "family")
        case .friends: LocalText(fi: "ystävät", sv: "vänner", en: "friends")
        case .workOrSchool: LocalText(fi: "työ tai koulu", sv: "arbete eller skola", en: "work or school")
        case .professionals: LocalText(fi: "ammattilaiset", sv: "yrkespersoner", en: "professionals")
        case .other: LocalText(fi: "muut", sv: "övriga", en: "other")
        }
    }
}

extension Statement.Kind: LabelledCode {
    static let listName = "StatementKind"
    static let listTitle = LocalText(fi: "asiakkaan ilmaiseman asian laji", sv: "typ av utsaga", en: "kind of a statement")

    var label: LocalText {
        switch self {
        case .goal: LocalText(fi: "tavoite", sv: "mål", en: "goal")
        case .wish: LocalText(fi: "toive", sv: "önskemål", en: "wish")
        case .need: LocalText(fi: "tarve", sv: "behov", en: "need")
        }
    }
}

extension Statement.Speaker: LabelledCode {
    static let listName = "StatementSpeaker"
    static let listTitle = LocalText(fi: "kertoja", sv: "den som berättar", en: "who said it")

    var label: LocalText {
        switch self {
        case .client: LocalText(fi: "asiakas", sv: "klienten", en: "client")
        case .closePerson: LocalText(fi: "omainen tai läheinen", sv: "anhörig eller närstående", en: "close person")
        case .together: LocalText(fi: "yhdessä", sv: "tillsammans", en: "together")
        }
    }
}

extension Statement.State: LabelledCode {
    static let listName = "StatementState"
    static let listTitle = LocalText(
        fi: "tavoitteen, toiveen tai tarpeen tila", sv: "målets, önskemålets eller behovets tillstånd", en: "state of a statement")

    var label: LocalText {
        switch self {
        case .open: LocalText(fi: "avoin", sv: "öppet", en: "open")
        case .inProgress: LocalText(fi: "työn alla", sv: "pågår", en: "in progress")
        case .achieved: LocalText(fi: "saavutettu", sv: "uppnått", en: "achieved")
        case .dropped: LocalText(fi: "ei enää ajankohtainen", sv: "inte längre aktuellt", en: "dropped")
        }
    }
}

extension WorkingNote.Polarity: LabelledCode {
    static let listName = "NotePolarity"
    static let listTitle = LocalText(fi: "mikä toimii ja mikä ei", sv: "vad som fungerar och inte", en: "what works and what does not")

    var label: LocalText {
        switch self {
        case .works: LocalText(fi: "toimii", sv: "fungerar", en: "works")
        case .doesNotWork: LocalText(fi: "ei toimi", sv: "fungerar inte", en: "does not work")
        }
    }
}

extension WorkingNote.Subject: LabelledCode {
    static let listName = "NoteSubject"
    static let listTitle = LocalText(fi: "mitä muistiinpano koskee", sv: "vad anteckningen gäller", en: "subject of a note")

    var label: LocalText {
        switch self {
        case .life: LocalText(fi: "elämä", sv: "livet", en: "life")
        case .service: LocalText(fi: "palvelu", sv: "tjänsten", en: "service")
        }
    }
}
