import JSON
import Testing

/// Row 45: the client's diary (S40).
@Suite struct DiaryEntryTests {
    private static let entry: JSONValue = ["heldOn": "2026-06-01", "text": "Miten asiointi sujui? Hyvin."]

    @Test("an entry that is not shared does not exist for the worker, nor in lists and counts (S40, row 45)") func hidesUnshared() throws {
        let county = try County.shared
        let file = try county.openCase()
        let client = try county.client(for: file["clientId"].string ?? "")
        let path = "\(file.path)/diary-entries"
        let made = try client.post(path, DiaryEntryTests.entry)
        #expect(made["shared"] == false)
        let hidden = try county.worker.get(made.path, expecting: 404)
        let absent = try county.worker.get("\(path)/017f22e2-79b0-7cc3-98c4-dc0c0c07398f", expecting: 404)
        #expect(hidden["detail"] == absent["detail"])
        let list = try county.worker.get("\(path)?count=exact")
        #expect(list.items.isEmpty)
        #expect(list["total"] == 0)
        #expect(try client.get("\(path)?count=exact")["total"] == 1)
        let shared = try client.command(on: made.path, "share")
        #expect(shared["shared"] == true)
        #expect(try county.worker.get(made.path)["text"] == DiaryEntryTests.entry["text"])
        #expect(try county.worker.get("\(path)?count=exact")["total"] == 1)
        try client.command(on: made.path, "unshare")
        try county.worker.get(made.path, expecting: 404)
    }

    @Test("the worker does not write, change or unshare an entry (S40, row 45)") func refusesWorker() throws {
        let county = try County.shared
        let file = try county.openCase()
        let client = try county.client(for: file["clientId"].string ?? "")
        let made = try client.post("\(file.path)/diary-entries", DiaryEntryTests.entry.with("shared", true))
        #expect(try county.worker.post("\(file.path)/diary-entries", DiaryEntryTests.entry, expecting: 403).code == "forbidden")
        #expect(try county.worker.patch(made.path, ["text": "Toisin."], expecting: 403).code == "forbidden")
        #expect(try county.worker.command(on: made.path, "unshare", expecting: 403).code == "forbidden")
        #expect(try client.patch(made.path, ["text": "Toisin."])["text"] == "Toisin.")
        #expect(try client.command(on: made.path, "share", expecting: 409).allowed == ["unshare"])
        #expect(
            try client.post("\(file.path)/diary-entries", DiaryEntryTests.entry.with("heldOn", "2026-07-01"), expecting: 422).errors == [
                "/heldOn": "in_the_future"
            ])
    }

    @Test("the timeline of the case shows the diary to the client, and not to the worker (S40)") func staysOutOfTimeline() throws {
        let county = try County.shared
        let file = try county.openCase()
        let client = try county.client(for: file["clientId"].string ?? "")
        let made = try client.post("\(file.path)/diary-entries", DiaryEntryTests.entry)
        #expect(!(try county.worker.get("\(file.path)/timeline").text.contains(made.id)))
        #expect(try client.get("\(file.path)/timeline").text.contains(made.id))
    }

    @Test("another client's diary does not exist (A10)") func hidesFromOthers() throws {
        let county = try County.shared
        let file = try county.openCase()
        let made = try county.client(for: file["clientId"].string ?? "").post("\(file.path)/diary-entries", DiaryEntryTests.entry)
        let other = try county.client(for: try county.newClient().id)
        try other.get(made.path, expecting: 404)
        try other.post("\(file.path)/diary-entries", DiaryEntryTests.entry, expecting: 404)
    }
}
