import JSON
import Testing

/// The steps to the client's choice, for tests of later steps.
extension County {
    static let allCommitments: JSONValue = ["esr_form", "kykyviisari", "end_survey", "effort_and_costs", "follow_up"]

    /// A complete choice of personal budgeting.
    static let hbChoice: JSONValue = ["chosen": true, "chosenOn": "2026-03-20", "commitmentsAcknowledged": allCommitments]

    /// An alternative of the given form.
    static func alternative(_ form: String) -> JSONValue {
        [
            "form": .string(form), "title": "Vaihtoehto \(form)", "pros": ["joustava"], "cons": ["vaatii suunnittelua"],
            "presentedOn": "2026-03-10",
        ]
    }

    /// A case whose assessment has started.
    func assessedCase(client: Reply? = nil) throws -> Reply {
        let file = try openCase(client: client)
        return try worker.command(on: file.path, "start-assessment").at(file.path)
    }

    /// A case at its alternatives: HB and the county's own service, with the suitability recorded.
    func caseAtAlternatives(client: Reply? = nil) throws -> Reply {
        let file = try assessedCase(client: client)
        for form in ["hb", "county_service"] { _ = try worker.post("\(file.path)/alternatives", County.alternative(form)) }
        _ = try worker.put(
            "\(file.path)/suitability", ["possibilities": ["oma aikataulu"], "risks": [], "supportNeeded": nil], expecting: 201,
            headers: ["If-Match": ""])
        return try worker.command(on: file.path, "present-alternatives").at(file.path)
    }

    /// A case whose client has chosen personal budgeting.
    func caseWithHb(client: Reply? = nil) throws -> Reply {
        let file = try caseAtAlternatives(client: client)
        _ = try worker.post("\(file.path)/choices", County.hbChoice)
        return try worker.get(file.path)
    }

    /// A case that has been closed.
    func closedCase() throws -> Reply {
        let file = try openCase()
        return try worker.command(on: file.path, "close", ["reason": "ei jatkotoimia"]).at(file.path)
    }
}

extension Reply {
    /// The same answer with the path of the item instead of that of the command.
    func at(_ path: String) -> Reply {
        Reply(status: status, headers: headers, body: body, json: json, request: "GET \(path)", requestBody: nil)
    }

    /// The codes of all faults, in order.
    var faultCodes: [String] { json["errors"].array.compactMap { $0["code"].string } }
}
