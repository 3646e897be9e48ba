import JSON
import Testing

/// Row 3: meetings in a place and with people of the client's choice (S2).
@Suite struct MeetingTests {
    private static let meeting: JSONValue = [
        "kind": "needs_talk", "heldOn": "2026-03-05", "place": "Kotona, keittiön pöydän ääressä", "placeChosenBy": "client",
        "inviteesChosenByClient": true,
    ]

    @Test("a meeting keeps who chose its place, who attended and its minutes (S2, row 3)") func keepsMeeting() throws {
        let county = try County.shared
        let file = try county.openCase()
        let friend = try county.worker.post(
            "/v1/clients/\(file["clientId"].string ?? "")/close-persons", ["name": "Veera Ystävä", "relation": "friend"])
        let body = MeetingTests.meeting.merged([
            "closePersonIds": [friend["id"]], "otherParticipants": ["henkilökohtainen avustaja"], "minutes": "Puhuttiin arjesta.",
        ])
        let made = try county.worker.post("\(file.path)/meetings", body)
        let read = try county.worker.get(made.path)
        #expect(read["placeChosenBy"] == "client")
        #expect(read["inviteesChosenByClient"] == true)
        #expect(read["closePersonIds"] == [friend["id"]])
        #expect(read["minutes"] == "Puhuttiin arjesta.")
        #expect(read["caseId"] == file["id"])
        #expect(read.body == made.body)
        #expect(read.etag == made.etag)
    }

    @Test("inviting a person with whom the client has forbidden contact is refused at the member (S2, row 3)") func refusesForbidden()
        throws
    {
        let county = try County.shared
        let file = try county.openCase()
        let persons = "/v1/clients/\(file["clientId"].string ?? "")/close-persons"
        let friend = try county.worker.post(persons, ["name": "Veera Ystävä", "relation": "friend"])
        let forbidden = try county.worker.post(persons, ["name": "Ei Tämä", "relation": "sibling", "contactForbidden": true])
        let refused = try county.worker.post(
            "\(file.path)/meetings", MeetingTests.meeting.with("closePersonIds", [friend["id"], forbidden["id"]]), expecting: 422)
        #expect(refused.code == "contact_forbidden")
        #expect(refused.errors == ["/closePersonIds/1": "contact_forbidden"])
        #expect(try county.worker.get("\(file.path)/meetings").items.isEmpty)
        // The same rule holds when the meeting is corrected.
        let made = try county.worker.post("\(file.path)/meetings", MeetingTests.meeting)
        let corrected = try county.worker.patch(made.path, ["closePersonIds": [forbidden["id"]]], expecting: 422)
        #expect(corrected.code == "contact_forbidden")
    }

    @Test("a person of another client's network cannot be invited") func refusesStranger() throws {
        let county = try County.shared
        let file = try county.openCase()
        let other = try county.newClient()
        let stranger = try county.worker.post("\(other.path)/close-persons", ["name": "Outo Vieras", "relation": "other"])
        let refused = try county.worker.post(
            "\(file.path)/meetings", MeetingTests.meeting.with("closePersonIds", [stranger["id"]]), expecting: 422)
        #expect(refused.errors == ["/closePersonIds/0": "unknown_close_person"])
    }

    @Test("minutes are added by a merge patch and removed by null") func patchesMinutes() throws {
        let county = try County.shared
        let file = try county.openCase()
        let made = try county.worker.post("\(file.path)/meetings", MeetingTests.meeting)
        let changed = try county.worker.patch(made.path, ["minutes": "Sovittiin jatkosta."])
        #expect(changed["minutes"] == "Sovittiin jatkosta.")
        #expect(changed["place"] == made["place"])
        #expect(changed.etag != made.etag)
        #expect(try county.worker.patch(made.path, ["minutes": nil])["minutes"] == .null)
        // A required member cannot be removed, and a member of the record cannot be written.
        #expect(try county.worker.patch(made.path, ["place": nil], expecting: 422).errors == ["/place": "required"])
        #expect(try county.worker.patch(made.path, ["id": "x"], expecting: 422).errors == ["/id": "unknown_member"])
    }

    @Test("meetings are listed by kind, and only in their own case") func listsByKind() throws {
        let county = try County.shared
        let file = try county.openCase()
        let other = try county.openCase()
        let talk = try county.worker.post("\(file.path)/meetings", MeetingTests.meeting)
        _ = try county.worker.post("\(file.path)/meetings", MeetingTests.meeting.with("kind", "review"))
        #expect(try county.worker.get("\(file.path)/meetings?kind=needs_talk").items.map { $0["id"] } == [talk["id"]])
        #expect(try county.worker.get("\(file.path)/meetings?count=exact")["total"] == 2)
        #expect(try county.worker.get("\(other.path)/meetings").items.isEmpty)
        let elsewhere = try county.worker.get("\(other.path)/meetings/\(talk.id)", expecting: 404)
        #expect(elsewhere.code == "not_found")
    }
}

/// A closed case takes no new items.
@Suite struct ClosedCaseMeetingTests {
    @Test("no meeting is added to a closed case") func refusesClosed() throws {
        let county = try County.shared
        let closed = try county.closedCase()
        let refused = try county.worker.post(
            "\(closed.path)/meetings", ["kind": "plan", "heldOn": "2026-03-05", "place": "koti", "placeChosenBy": "client"], expecting: 409)
        #expect(refused.code == "case_closed")
    }
}
