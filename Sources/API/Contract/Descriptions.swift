import JSON

/// The descriptions of the document that follow from the names and the places of its parts.
enum Descriptions {
    // MARK: Operations

    /// What a caller of an operation must know beside its summary; nil for an operation without a token.
    static func operation(_ operation: Operation) -> String? {
        let right = operation.right
        if right.isOpen { return nil }
        var sentences = ["Needs the right `\(right.name)`."]
        if right.isBarredByTies { sentences.append("A declared tie to the client denies it.") }
        if right.isOnRecord { sentences.append("Every call is in the access log.") }
        if operation.isAnswerSecret { sentences.append("The answer holds a secret that is shown this once.") }
        return sentences.joined(separator: " ")
    }

    /// The body of an operation.
    static func body(of operation: Operation) -> String {
        if operation.takesLines { return "One JSON value on each line" }
        if operation.method == .patch { return "The members to change (RFC 7396); null removes an optional member" }
        switch operation.effect {
        case .create: return "The new item"
        case .replace: return "The whole sub-document"
        case .change: return operation.isBodyOptional ? "The content of the command; it may be left out" : "The content of the command"
        case .submit, .read: return "What is submitted"
        }
    }

    /// A name in the path of an operation.
    static func pathParameter(_ name: String) -> String {
        switch name {
        case "code": "The code of the problem"
        case "list": "The name of the code list"
        case "municipality": "The three digits of the municipality"
        default: "The id of the \(words(name))"
        }
    }

    // MARK: Schemas

    /// The named schemas with a description each, and with descriptions of the members whose names have one meaning everywhere.
    /// - Parameter operations: for each schema, the operations that take or answer it directly.
    static func described(_ schemas: [String: JSONValue], _ operations: [String: [String]]) -> [String: JSONValue] {
        var parts: [String: Set<String>] = [:]
        for (name, schema) in schemas {
            var found: Set<String> = []
            OpenDocument.reach(schema, [:], &found)
            for part in found where part != name { parts[part, default: []].insert(name) }
        }
        var described: [String: JSONValue] = [:]
        for (name, schema) in schemas {
            guard case .object(var members) = schema else { continue }
            if !members.contains(where: { $0.name == "description" }) {
                let text = self.schema(name, operations[name] ?? [], parts[name] ?? [])
                members.insert(JSONMember(name: "description", value: .string(text)), at: min(1, members.count))
            }
            described[name] = .object(members.map { $0.name == "properties" ? JSONMember(name: $0.name, value: properties($0.value)) : $0 })
        }
        return described
    }

    private static func schema(_ name: String, _ operations: [String], _ wholes: Set<String>) -> String {
        if let known = schemas[name] { return known }
        let place =
            operations.isEmpty
            ? wholes.isEmpty ? "" : "; a part of \(wholes.sorted().prefix(3).joined(separator: ", "))"
            : "; of \(operations.sorted().prefix(3).joined(separator: ", "))"
        let endings: [(String, (String) -> String)] = [
            ("DetailsPatch", { "A change of \(article($0)); all members are optional" }),
            ("Patch", { "A change of \(article($0)); all members are optional" }),
            ("Page", { "A page of a list: \($0)" }),
            ("Details", { "What is written about \(article($0))" }),
        ]
        for (ending, text) in endings where name.hasSuffix(ending) && name.count > ending.count {
            return text(words(String(name.dropLast(ending.count)))) + place
        }
        if name.hasPrefix("New"), name.dropFirst(3).first?.isUppercase == true {
            return "What is written to make \(article(words(String(name.dropFirst(3)))))" + place
        }
        let noun = words(name)
        return "\(noun.prefix(1).uppercased())\(noun.dropFirst())\(place)"
    }

    /// The schemas whose names do not explain themselves.
    private static let schemas = [
        "AccessEntry": "A row of the access log: who looked at which client's data, why and when",
        "AccessExplanation": "The rule that allows or denies an operation to a caller",
        "Action": "A command of an item: whether this caller may give it now, by which call, and what blocks it",
        "Actual": "A delivered service as its source system reported it, and what the service made of it",
        "Alternative": "A way to arrange the services that was explained to the client",
        "Balances": "The sums of a budget: allocated, committed, used and available",
        "Block": "A rule that blocks a command, and who mends it by which call",
        "BodyHandling": "The handling of a decision in one meeting of the body",
        "BreakGlass": "The opening of a client's file by a caller who does not care for the client, with the reason and its review",
        "BudgetCalculation": "The money value of the services that the person would get anyway",
        "Case": "The matter of one client, from the first contact to the end of the budget",
        "Change": "That an item was made or changed, without its content",
        "Choice": "The client's choice for or against a personal budget, with the commitments",
        "ClientReference": "A client by number and name, without further details",
        "ClosePerson": "A relative, friend or supporter in the client's life",
        "CodeList": "A list of codes with their labels and their use", "CodeLists": "All code lists of the contract",
        "CodeListEntry": "A code with its labels and the days on which it may be used",
        "ConsentedCase": "A case that may be used in research, under a pseudonym",
        "CurrentService": "A service that the client uses, with its yearly cost",
        "Deputyship": "The days on which one user stands in for another",
        "Effort": "The client's own time and costs for arranging the budget", "HeldRight": "A right of the caller with its operations",
        "HoldResolution": "The decision about service data that is held",
        "Intake": "A first contact: the client, the case and the meeting at once",
        "IssuedKey": "A new key with its token, which is shown this once", "Key": "A key by which a user or a system calls the API",
        "Labels": "A text in Finnish, Swedish and English", "LedgerEntry": "A movement of the money of a budget; it is never changed",
        "MoneyView": "The client's money in plain words and sums", "NoMembers": "An empty body",
        "NonDisclosure": "An order that the client's whereabouts are kept secret (turvakielto)",
        "Notice": "The service of a decision on one recipient", "OperationLink": "A call of this API: its method, path and body",
        "Problem": "A refusal or a failure (RFC 9457). `code` is stable; `type` leads to an explanation with a request that works",
        "ProblemDifference": "A member that the caller and somebody else have changed",
        "ProblemPlace": "A fault and its place in the request",
        "ProblemRule": "One of several rules that refused", "Readiness": "Every rule that is unmet before the next steps of a case",
        "RegionalModel": "The rules of personal budgeting in one county, in versions", "SubjectReport": "All data kept about the client",
        "SupportPlan": "The client's own plan for the money, in revisions",
        "Tie": "The caller's own tie to a client or a provider (esteellisyys)",
        "Whereabouts": "Where a protected client lives and is reached", "WorkItem": "Something that waits in a queue, and by when",
    ]

    private static func properties(_ properties: JSONValue) -> JSONValue {
        .object(
            OpenDocument.members(properties).map { property in
                guard case .object(let keywords) = property.value, let text = member(property.name),
                    // A reference is described where it leads.
                    !keywords.contains(where: { $0.name == "description" || $0.name == "$ref" })
                else { return property }
                return JSONMember(
                    name: property.name, value: .object(keywords + [JSONMember(name: "description", value: .string(text))]))
            })
    }

    /// The description of a member whose name has one meaning in the whole contract; nil if the name explains itself.
    private static func member(_ name: String) -> String? {
        if let known = members[name] { return known }
        if name.hasSuffix("Cents") { return "In cents" }
        if name.hasSuffix("Thousandths") { return "In thousandths: 1500 is one and a half" }
        return nil
    }

    private static let members = [
        "createdAt": "When the item was made", "updatedAt": "When the item was last changed",
        "actions": "The commands of this item: whether the caller may give each now, and what blocks it",
        "next": "The cursor of the next page; null on the last", "total": "The number of all items; null unless `count=exact` asks for it",
        "hetu": "The national id (henkilötunnus); no answer holds it whole", "hetuMasked": "The national id without its last characters",
        "inOwnWords": "In the person's own words", "legalBasis": "The section of the act",
        "businessId": "The Y-tunnus of a company", "validFrom": "The first day",
        "validTo": "The last day, included; null: until further notice",
        "selko": "The same in easy Finnish (selkosuomi), where a client sees the code",
        "usedBy": "The members and parameters that hold a code of the list",
        "sourceSystem": "The system that pushed the data", "eventId": "The id of the event in its source system",
        "mendedBy": "The roles that can mend it", "unmet": "Every rule that refused, where there are several",
        "allowed": "Whether it may be done now, or the steps that may be taken", "figures": "The sums that the refusal rests on, in cents",
        "instance": "The id of the request", "pointer": "The place in the body: a JSON pointer (RFC 6901)",
        "currentETag": "The tag of the current version", "merged": "The body that would keep both changes",
        "contactAt": "The moment of the first contact, from which the time limits run", "decisionDue": "The last day for the decision",
        "executionDue": "The last day to execute the decision", "dueOn": "The day by which it should be done",
        "daysOverdue": "Days since the day it was due; negative before it", "nounId": "The id of the item that waits",
        "withheld": "The members that the caller may not see",
    ]

    // MARK: Words

    /// A name in camel case as words: `closePerson` is "close person", `HbAssistant` is "HB assistant".
    static func words(_ name: String) -> String {
        var words: [String] = []
        for character in name {
            if character.isUppercase || words.isEmpty { words.append("") }
            words[words.count - 1].append(contentsOf: character.lowercased())
        }
        return words.map { ["hb", "id"].contains($0) ? $0.uppercased() : $0 == "hetu" ? "national id" : $0 }.joined(separator: " ")
    }

    private static func article(_ noun: String) -> String {
        noun.hasSuffix("s") ? noun : "\("aeiou".contains(noun.prefix(1)) ? "an" : "a") \(noun)"
    }
}
