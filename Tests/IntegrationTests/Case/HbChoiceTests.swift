import JSON
import Testing

/// Row 6: the voluntary choice with its commitments, and its withdrawal (S5).
@Suite struct HbChoiceTests {
    @Test("choosing HB moves the case on and keeps the commitments (S5, K13)") func choosesHb() throws {
        let county = try County.shared
        let file = try county.caseAtAlternatives()
        let client = try county.client(for: file["clientId"].string ?? "")
        let made = try client.post("\(file.path)/choices", County.hbChoice)
        #expect(made["state"] == "standing")
        #expect(made["commitmentsAcknowledged"] == County.allCommitments)
        #expect(made.allows("withdraw") == true)
        #expect(try county.worker.get(file.path)["state"] == "hb_chosen")
        let again = try county.worker.post("\(file.path)/choices", County.hbChoice, expecting: 409)
        #expect(again.code == "illegal_transition")
    }

    @Test("choosing HB is refused without another alternative, and accepted after it is presented (S3, K12, row 4)")
    func needsOtherAlternative() throws {
        let county = try County.shared
        let file = try county.assessedCase()
        _ = try county.worker.post("\(file.path)/alternatives", County.alternative("hb"))
        try county.worker.put("\(file.path)/suitability", ["possibilities": ["a"], "risks": []], expecting: 201, headers: ["If-Match": ""])
        #expect(try county.worker.post("\(file.path)/choices", County.hbChoice, expecting: 409).code == "alternatives_missing")
        _ = try county.worker.post("\(file.path)/alternatives", County.alternative("purchased_service"))
        #expect(try county.worker.post("\(file.path)/choices", County.hbChoice, expecting: 409).code == "illegal_transition")
        try county.worker.command(on: file.path, "present-alternatives")
        try county.worker.post("\(file.path)/choices", County.hbChoice)
    }

    @Test("every commitment that is not acknowledged is named (S5, row 6)") func namesMissingCommitments() throws {
        let county = try County.shared
        let file = try county.caseAtAlternatives()
        let some = County.hbChoice.with("commitmentsAcknowledged", ["kykyviisari", "follow_up"])
        let refused = try county.worker.post("\(file.path)/choices", some, expecting: 422)
        #expect(refused.code == "commitments_missing")
        #expect(refused.faultCodes == ["esr_form", "end_survey", "effort_and_costs"])
        let none = try county.worker.post(
            "\(file.path)/choices", County.hbChoice.with("commitmentsAcknowledged", nil), expecting: 422)
        #expect(none.faultCodes.count == 5)
        let unknown = try county.worker.post(
            "\(file.path)/choices", County.hbChoice.with("commitmentsAcknowledged", ["diary"]), expecting: 422)
        #expect(unknown.errors == ["/commitmentsAcknowledged/0": "unknown_code"])
        #expect(try county.worker.get("\(file.path)/choices").items.isEmpty)
        #expect(try county.worker.get(file.path)["state"] == "alternatives")
    }

    @Test("a choice is dated between the contact and today") func choosesInTime() throws {
        let county = try County.shared
        let file = try county.caseAtAlternatives()
        let path = "\(file.path)/choices"
        #expect(
            try county.worker.post(path, County.hbChoice.with("chosenOn", "2026-07-01"), expecting: 422).errors
                == ["/chosenOn": "in_the_future"])
        #expect(
            try county.worker.post(path, County.hbChoice.with("chosenOn", "2026-03-01"), expecting: 422).errors
                == ["/chosenOn": "before_contact"])
    }

    @Test("a choice against HB needs no commitments and closes the case for another service (S5, K12)") func choosesOther() throws {
        let county = try County.shared
        let file = try county.caseAtAlternatives()
        let made = try county.worker.post(
            "\(file.path)/choices", ["chosen": false, "chosenOn": "2026-03-20", "commitmentsAcknowledged": []])
        let closed = try county.worker.get(file.path)
        #expect(closed["state"] == "closed")
        #expect(closed["closingReason"] == "other_service")
        #expect(closed["closedOn"] == "2026-06-30")
        #expect(try county.worker.command(on: made.path, "withdraw", expecting: 409).code == "case_closed")
        #expect(try county.worker.post("\(file.path)/choices", County.hbChoice, expecting: 409).code == "case_closed")
    }

    @Test("a choice may be withdrawn at any time before the decision, and made again (S5, row 6)") func withdraws() throws {
        let county = try County.shared
        let file = try county.caseWithHb()
        let choice = try county.worker.get("\(file.path)/choices").items[0]
        let path = "\(file.path)/choices/\(choice["id"].string ?? "")"
        let client = try county.client(for: file["clientId"].string ?? "")
        try client.post("\(path)/withdraw", [:], expecting: 428)
        let withdrawn = try client.command(on: path, "withdraw")
        #expect(withdrawn["state"] == "withdrawn")
        #expect(withdrawn["withdrawnOn"] == "2026-06-30")
        #expect(withdrawn.allows("withdraw") == false)
        #expect(try county.worker.get(file.path)["state"] == "alternatives")
        let twice = try client.command(on: path, "withdraw", expecting: 409)
        #expect(twice.code == "illegal_transition")
        try county.worker.post("\(file.path)/choices", County.hbChoice)
        #expect(try county.worker.get(file.path)["state"] == "hb_chosen")
        #expect(try county.worker.get("\(file.path)/choices").items.map { $0["state"] } == ["withdrawn", "standing"])
    }

    @Test("only the client, the representative or the worker as a scribe makes the choice (S5)") func guardsChoice() throws {
        let county = try County.shared
        let file = try county.caseAtAlternatives()
        let clientID = file["clientId"].string ?? ""
        for caller in [try county.speaker(for: clientID, role: "hb_assistant"), county.decisionMaker, county.finance, county.admin] {
            #expect(try caller.post("\(file.path)/choices", County.hbChoice, expecting: 403).code == "forbidden")
        }
        let stranger = try county.client(for: try county.newClient().id)
        try stranger.post("\(file.path)/choices", County.hbChoice, expecting: 404)
        try county.speaker(for: clientID, role: "representative").post("\(file.path)/choices", County.hbChoice)
    }

    @Test("a refused choice leaves nothing behind, and neither does a dry run") func rehearses() throws {
        let county = try County.shared
        let file = try county.caseAtAlternatives()
        let rehearsed = try county.worker.post("\(file.path)/choices", County.hbChoice, headers: ["Prefer": "dry-run"])
        #expect(rehearsed["state"] == "standing")
        #expect(try county.worker.get("\(file.path)/choices").items.isEmpty)
        #expect(try county.worker.get(file.path).etag == file.etag)
    }
}
