import JSON
import PersonalBudgeting
import Testing

@testable import API

/// Row 106: every code of the contract has its labels, and every list of codes is one named schema.
@Suite struct CodeListTests {
    @Test("every code has a label in three languages, and no two codes of a list have the same (row 106)") func labelsAreComplete() {
        #expect(CodeList.all.count > 80)
        for list in CodeList.all {
            for text in [list.title] + list.entries.map(\.label) {
                for label in [text.fi, text.sv, text.en] {
                    #expect(
                        !label.isEmpty && label.first?.isWhitespace == false && label.last?.isWhitespace == false, "\(list.name): \(label)")
                }
            }
            for language in [\LocalText.fi, \.sv, \.en] {
                let labels = list.entries.map { $0.label[keyPath: language] }
                #expect(Set(labels).count == labels.count, "\(list.name): \(labels)")
            }
            let easy = list.entries.compactMap(\.easyLabel)
            #expect(easy.isEmpty || easy.count == list.entries.count, "\(list.name) has easy Finnish for some codes only")
            for sentence in easy { #expect(sentence.hasSuffix("."), "\(list.name): \(sentence)") }
        }
    }

    @Test("a list has a name of its own, and names for a program that differ") func namesAreUnique() {
        #expect(CodeList.byName.count == CodeList.all.count)
        for list in CodeList.all {
            #expect(Set(list.entries.map(\.code)).count == list.entries.count, "\(list.name)")
            let names = list.entries.map(\.variableName)
            #expect(Set(names).count == names.count, "\(list.name)")
            for name in names { #expect(isIdentifier(name), "\(list.name): \(name)") }
        }
    }

    @Test("the lists are exactly the schemas of the document with labels, and each is used") func listsAreThoseOfTheDocument() {
        var labelled: Set<String> = []
        for schema in OpenDocument.members(OpenAPI.document["components"]?["schemas"]) where schema.value["x-labels"] != nil {
            labelled.insert(schema.name)
            let codes = OpenDocument.members(schema.value["x-labels"]).map { JSONValue.string($0.name) }
            #expect(schema.value["enum"] == .array(codes), "\(schema.name)")
        }
        #expect(labelled.symmetricDifference(CodeList.all.map(\.name)) == [])
        for list in CodeList.all { #expect(CodeListUse.places[list.name]?.isEmpty == false, "\(list.name) is used nowhere") }
        #expect(CodeListUse.places["CaseState"]?.contains("Case.state") == true)
        #expect(CodeListUse.places["CaseState"]?.contains("listCases?state") == true)
    }

    @Test("a list of codes stands in a schema of its own, and the names for a program differ by more than a sign") func noListIsAnonymous()
    {
        for schema in OpenDocument.members(OpenAPI.document["components"]?["schemas"]) {
            for property in OpenDocument.members(schema.value["properties"]) {
                #expect(!hasCodes(property.value), "\(schema.name).\(property.name)")
            }
            guard case .array(let codes)? = schema.value["enum"] else { continue }
            var names = codes
            if case .array(let told)? = schema.value["x-enum-varnames"] { names = told }
            #expect(names.count == codes.count, "\(schema.name)")
            for case .string(let name) in names { #expect(isIdentifier(name), "\(schema.name): \(name)") }
        }
        for operation in Operations.all {
            for parameter in operation.parameters { #expect(!hasCodes(parameter.schema.use), "\(operation.id) \(parameter.name)") }
        }
    }

    /// The states of one noun: the name of their code list, and each state with its words in the sentences of refusals and its label.
    private struct StatesOfNoun {
        let list: String
        let states: [(code: String, words: LocalText, label: LocalText)]

        init<Entity: Stateful>(_: Entity.Type) where Entity.State: LabelledCode {
            list = Entity.State.listName
            states = Entity.State.allCases.map { ("\(Entity.noun).\($0.rawValue)", Entity.inWords($0), $0.label) }
        }
    }

    /// States whose word in a sentence differs from the label, because grammar needs another form: the reason for each. So far none does:
    /// a sentence puts the state in quotation marks.
    private static let otherForms: [String: String] = [:]

    @Test("a state has the same words in a sentence as in its code list") func statesHaveOneName() {
        let nouns = [
            StatesOfNoun(Case.self), StatesOfNoun(Agreement.self), StatesOfNoun(SupportPlan.self), StatesOfNoun(Decision.self),
            StatesOfNoun(Budget.self), StatesOfNoun(BudgetCalculation.self), StatesOfNoun(HbChoice.self), StatesOfNoun(Statement.self),
            StatesOfNoun(Review.self), StatesOfNoun(FormInstance.self), StatesOfNoun(DiaryEntry.self), StatesOfNoun(ResearchConsent.self),
            StatesOfNoun(AssistantAuthorisation.self), StatesOfNoun(PeerGroup.self), StatesOfNoun(PeerMembership.self),
            StatesOfNoun(CatalogueItem.self), StatesOfNoun(DevelopmentIdea.self), StatesOfNoun(RegionalModel.self),
            StatesOfNoun(Actual.self), StatesOfNoun(BreakGlass.self),
        ]
        for state in nouns.flatMap(\.states) where Self.otherForms[state.code] == nil {
            #expect(state.words.fi == state.label.fi && state.words.sv == state.label.sv, "\(state.code)")
        }
        // A new noun with a state machine comes to the list above.
        let withoutMachine: Set<String> = ["BackupState", "HetuKeyRotationState", "KeyGrantState", "MonitoringState"]
        let lists = Set(CodeList.all.map(\.name).filter { $0.hasSuffix("State") }).subtracting(withoutMachine)
        #expect(lists == Set(nouns.map(\.list)))
    }

    private func hasCodes(_ schema: JSONValue) -> Bool {
        switch schema {
        case .object(let members): members.contains { $0.name == "enum" || hasCodes($0.value) }
        case .array(let items): items.contains(where: hasCodes)
        default: false
        }
    }

    /// Whether a generated program can use it as a name.
    private func isIdentifier(_ name: String) -> Bool {
        name.first?.isLetter == true && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }
}
