import PersonalBudgeting

extension CodeList {
    /// The code lists of the people around a client.
    static let people: [CodeList] = [
        CodeList(AssistantAuthorisation.State.self),
        CodeList(AssistantAuthorisation.Part.self),
        CodeList(ClosePerson.Relation.self),
        CodeList(Representative.Kind.self),
        CodeList(Representative.Scope.self),
    ]
}

extension AssistantAuthorisation.State: LabelledCode {
    static let listName = "AuthorisationState"
    static let listTitle = LocalText(fi: "valtuutuksen tila", sv: "fullmaktens tillstånd", en: "state of an authorisation")

    var label: LocalText {
        switch self {
        case .given: LocalText(fi: "annettu", sv: "given", en: "given")
        case .revoked: LocalText(fi: "peruttu", sv: "återkallad", en: "revoked")
        }
    }
}

extension AssistantAuthorisation.Part: LabelledCode {
    static let listName = "AuthorisationPart"
    static let listTitle = LocalText(fi: "valtuutuksen kohde", sv: "vad fullmakten omfattar", en: "part of an authorisation")

    var label: LocalText {
        switch self {
        case .plan: LocalText(fi: "suunnitelma", sv: "planen", en: "plan")
        case .budget: LocalText(fi: "budjetti", sv: "budgeten", en: "budget")
        case .catalogue: LocalText(fi: "ideapankki", sv: "idébanken", en: "catalogue")
        }
    }
}

extension ClosePerson.Relation: LabelledCode {
    static let listName = "CloseRelation"
    static let listTitle = LocalText(
        fi: "läheisen suhde asiakkaaseen", sv: "den närståendes relation till klienten", en: "relation of a close person")

    var label: LocalText {
        switch self {
        case .parent: LocalText(fi: "vanhempi", sv: "förälder", en: "parent")
        case .child: LocalText(fi: "lapsi", sv: "barn", en: "child")
        case .spouse: LocalText(fi: "puoliso", sv: "maka, make eller partner", en: "spouse")
        case .sibling: LocalText(fi: "sisarus", sv: "syskon", en: "sibling")
        case .grandparent: LocalText(fi: "isovanhempi", sv: "mor- eller farförälder", en: "grandparent")
        case .relative: LocalText(fi: "muu sukulainen", sv: "annan släkting", en: "other relative")
        case .friend: LocalText(fi: "ystävä", sv: "vän", en: "friend")
        case .supporter: LocalText(fi: "tukihenkilö", sv: "stödperson", en: "supporter")
        case .other: LocalText(fi: "muu läheinen", sv: "annan närstående", en: "other")
        }
    }
}

extension Representative.Kind: LabelledCode {
    static let listName = "RepresentativeKind"
    static let listTitle = LocalText(fi: "edustajan laji", sv: "typ av företrädare", en: "kind of a representative")

    var label: LocalText {
        switch self {
        case .guardian: LocalText(fi: "edunvalvoja", sv: "intressebevakare", en: "guardian")
        case .custodian: LocalText(fi: "huoltaja", sv: "vårdnadshavare", en: "custodian")
        case .authorised: LocalText(fi: "asiamies (valtakirja)", sv: "ombud (fullmakt)", en: "authorised agent")
        }
    }
}

extension Representative.Scope: LabelledCode {
    static let listName = "RepresentativeScope"
    static let listTitle = LocalText(fi: "edustuksen laajuus", sv: "företrädandets omfattning", en: "scope of a mandate")

    var label: LocalText {
        switch self {
        case .person: LocalText(fi: "henkilöä koskevat asiat", sv: "angelägenheter som gäller personen", en: "person")
        case .economy: LocalText(fi: "taloudelliset asiat", sv: "ekonomiska angelägenheter", en: "economy")
        case .both: LocalText(fi: "henkilöä koskevat ja taloudelliset asiat", sv: "personliga och ekonomiska angelägenheter", en: "both")
        }
    }
}
