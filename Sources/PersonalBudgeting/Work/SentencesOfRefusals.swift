/// The sentences of refusals that any noun can cause.
extension LocalText {
    /// A command or a change that the state of a thing does not allow (K25, row 88).
    /// - Parameter allowed: the commands that the state allows.
    static func notPossible(_ what: LocalText, for noun: NounInWords, in state: LocalText, allowed: [LocalText]) -> LocalText {
        let others = quoted(allowed)
        return LocalText(
            fi: "\(noun.fi): tilassa ”\(state.fi)” ei voi valita toimintoa ”\(what.fi)”; "
                + (allowed.isEmpty ? "muitakaan toimintoja ei ole" : "mahdollista: \(others.fi)"),
            sv: "\(noun.sv): i tillståndet ”\(state.sv)” kan åtgärden ”\(what.sv)” inte väljas; "
                + (allowed.isEmpty ? "det finns inga andra åtgärder" : "möjligt: \(others.sv)"),
            en: "\(what.en) is not possible for the \(noun.en) in state \(state.en); "
                + (allowed.isEmpty ? "no command is allowed" : "allowed: \(others.en)"))
    }

    static func thereIsNo(_ noun: NounInWords) -> LocalText {
        LocalText(fi: "\(noun.fiPartitive) ei löydy", sv: "\(noun.sv) finns inte", en: "there is no such \(noun.en)")
    }

    /// A number of faults: `1 virhe`, `2 virhettä`; `1 fel`, `2 fel`; `1 fault`, `2 faults`.
    public static func faultCount(_ faults: Int) -> LocalText {
        count(
            faults, one: LocalText(fi: "virhe", sv: "fel", en: "fault"), several: LocalText(fi: "virhettä", sv: "fel", en: "faults"))
    }

    /// Several places of a request that are not valid.
    static func faultsInRequest(_ faults: Int) -> LocalText {
        let places = count(
            faults, one: LocalText(fi: "kohta", sv: "ställe", en: "place"), several: LocalText(fi: "kohtaa", sv: "ställen", en: "places"))
        return LocalText(
            fi: "pyynnössä on korjattavaa: \(places.fi)", sv: "begäran ska rättas på \(places.sv)",
            en: "\(places.en) of the request \(faults == 1 ? "is" : "are") not valid")
    }
}
