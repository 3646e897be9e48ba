import JSON
import Testing

/// Masked data is in no form of an answer: item, list, table, text, subject report or conflict.
@Suite struct MaskedFormsTests {
    private let order: JSONValue = ["validFrom": "2026-01-01", "validTo": "2027-12-31", "source": "population_register"]

    /// Every form in which a caller reads an item.
    private func forms(of item: String, in list: String, _ caller: Caller, report: String? = nil) throws -> [(form: String, reply: Reply)] {
        var forms = [
            ("item", try caller.get(item)), ("list", try caller.get(list)),
            ("table", try caller.get(list, headers: ["Accept": "text/csv"])),
            ("text", try caller.get(list, headers: ["Accept": "text/plain"])),
        ]
        if let report {
            forms.append(("report", try caller.get(report)))
            forms.append(("letter", try caller.get(report, headers: ["Accept": "text/plain"])))
        }
        return forms
    }

    @Test("the whereabouts of a protected person are in no form of an answer, and each form names what is withheld (P5, row 69)")
    func hidesWhereabouts() throws {
        let county = try County.shared
        let scene = try CareScene(county)
        let report = "\(scene.client.path)/subject-report"
        let meeting = try scene.mine.post("\(scene.file.path)/meetings", CareScene.meeting.with("place", "Kahvila Salakatu"))
        let person: JSONValue = ["name": "Maija Läheinen", "relation": "parent", "phone": "+358 40 777"]
        let closePerson = try scene.mine.post("\(scene.client.path)/close-persons", person)
        try scene.mine.patch(scene.client.path, ["streetAddress": "Salakatu 5"])
        let places = [
            (meeting.path, "\(scene.file.path)/meetings", "Kahvila Salakatu", "place"),
            (closePerson.path, "\(scene.client.path)/close-persons", "+358 40 777", "phone"),
        ]
        for (item, list, secret, _) in places {
            for (form, reply) in try forms(of: item, in: list, scene.mine, report: report) {
                #expect(reply.text.contains(secret) && reply.headers["Withheld"] == nil, "\(form) of \(list)")
            }
        }
        try scene.mine.put("\(scene.client.path)/non-disclosure", order, expecting: 201, etag: "", headers: ["If-Match": ""])
        for (item, list, secret, member) in places {
            for (form, reply) in try forms(of: item, in: list, scene.mine, report: report) {
                #expect(!reply.text.contains(secret) && !reply.text.contains("Salakatu"), "\(form) of \(list)")
                #expect(reply.headers["Withheld"]?.split(separator: ", ").contains("\(member)") == true, "\(form) of \(list)")
            }
        }
        for (form, reply) in try forms(of: scene.client.path, in: "/v1/clients?name=\(scene.familyName)", scene.mine, report: report) {
            #expect(!reply.text.contains("Salakatu") && reply.text.contains(scene.familyName), "\(form)")
            #expect(reply.headers["Withheld"]?.contains("streetAddress") == true, "\(form)")
        }
    }

    @Test("free text about a person is in no form of an answer to a caller with a right by task alone (A5, A19)") func hidesFreeText()
        throws
    {
        let county = try County.shared
        let scene = try CareScene(county)
        let service: JSONValue = [
            "serviceTypeCode": .string(try county.moneyServiceType()), "description": "Apua aamuisin, Salattu sana",
            "quantityPerYearThousandths": 1000,
            "annualCostCents": 100, "wantsChange": true, "startedOn": "2026-01-01",
        ]
        let list = "\(scene.file.path)/current-services"
        let kept = try scene.mine.post(list, service)
        for (form, reply) in try forms(of: kept.path, in: list, scene.mine) {
            #expect(reply.text.contains("Salattu sana") && reply.headers["Withheld"] == nil, "\(form)")
        }
        for (form, reply) in try forms(of: kept.path, in: list, county.finance) {
            #expect(!reply.text.contains("Salattu sana") && reply.text.contains("***"), "\(form)")
            #expect(reply.headers["Withheld"] == "description", "\(form)")
        }
    }
}
