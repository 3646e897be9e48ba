import JSON
import Testing

/// Row 9: what works and what does not (S9).
@Suite struct WorkingNoteTests {
    private static let note: JSONValue = [
        "polarity": "works", "subject": "service", "serviceDescription": "Päivätoiminta ma–ke", "text": "Kaverit ovat siellä.",
    ]

    @Test("notes of what works and of what does not are listed by filters (S9, row 9)") func filtersNotes() throws {
        let county = try County.shared
        let file = try county.openCase()
        let path = "\(file.path)/working-notes"
        let works = try county.worker.post(path, WorkingNoteTests.note)
        let client = try county.client(for: file["clientId"].string ?? "")
        let fails = try client.post(path, ["polarity": "does_not_work", "subject": "life", "text": "Illat ovat pitkiä."])
        #expect(try county.worker.get("\(path)?polarity=does_not_work").items.map { $0["id"] } == [fails["id"]])
        #expect(try county.worker.get("\(path)?subject=service").items.map { $0["id"] } == [works["id"]])
        #expect(try county.worker.get("\(path)?polarity=maybe", expecting: 400).errors == ["polarity": "bad_value"])
        let changed = try county.worker.patch(works.path, ["polarity": "does_not_work"])
        #expect(changed["polarity"] == "does_not_work")
        #expect(changed["text"] == WorkingNoteTests.note["text"])
    }

    @Test("a note about life names no service") func refusesServiceOfLife() throws {
        let county = try County.shared
        let file = try county.openCase()
        let refused = try county.worker.post("\(file.path)/working-notes", WorkingNoteTests.note.with("subject", "life"), expecting: 422)
        #expect(refused.errors == ["/serviceDescription": "not_about_service"])
        let closed = try county.closedCase()
        #expect(try county.worker.post("\(closed.path)/working-notes", WorkingNoteTests.note, expecting: 409).code == "case_closed")
    }
}
