import JSON
import Testing

/// Row 39: monitoring agreed with the client (S34).
@Suite struct MonitoringAgreementTests {
    private static let agreement: JSONValue = [
        "what": "Budjetin käyttö ja jaksaminen", "how": "Puhelu ja yhteinen katsaus", "intervalMonths": 3, "withWhom": "sisar",
        "startsOn": "2026-03-31",
    ]

    @Test("the next due day is computed from the start, and the state from the day (B1, S34, row 39)") func computesDueDay() throws {
        let county = try County.shared
        let file = try county.openCase()
        let made = try county.worker.post(
            "\(file.path)/monitoring-agreements", MonitoringAgreementTests.agreement, at: "2026-04-01")
        #expect(made["nextDue"] == "2026-06-30")
        #expect(made["state"] == "planned")
        #expect(try county.worker.get(made.path, at: "2026-06-29")["state"] == "planned")
        #expect(try county.worker.get(made.path, at: "2026-06-30")["state"] == "due")
        #expect(try county.client(for: file["clientId"].string ?? "").get(made.path)["what"] == made["what"])
    }

    @Test("recording a round moves the next due day, and days that passed without one are counted as missed (B1, S34)") func movesDueDay()
        throws
    {
        let county = try County.shared
        let file = try county.openCase()
        let made = try county.worker.post("\(file.path)/monitoring-agreements", MonitoringAgreementTests.agreement)
        let done = try county.worker.command(on: made.path, "record-done", at: "2026-06-30")
        #expect(done["nextDue"] == "2026-09-30")
        let late = try county.worker.command(on: made.path, "record-done", ["finding": "Apu riittää."], at: "2027-01-10")
        #expect(late["nextDue"] == "2027-03-31")
        #expect(late["missedCount"] == 1)
        #expect(late["rounds"][1] == ["dueOn": "2026-12-31", "doneOn": "2027-01-10", "finding": "Apu riittää."])
        let twice = try county.worker.command(on: made.path, "record-done", expecting: 422, at: "2027-01-10")
        #expect(twice.errors == ["/doneOn": "not_later"])
        let future = try county.worker.command(
            on: made.path, "record-done", ["doneOn": "2027-01-12"], expecting: 422, at: "2027-01-11")
        #expect(future.errors == ["/doneOn": "in_the_future"])
    }

    @Test("another interval counts from the last due day that was done") func changesInterval() throws {
        let county = try County.shared
        let file = try county.openCase()
        let made = try county.worker.post("\(file.path)/monitoring-agreements", MonitoringAgreementTests.agreement)
        #expect(try county.worker.patch(made.path, ["how": "Kotikäynti"])["nextDue"] == "2026-06-30")
        try county.worker.command(on: made.path, "record-done", at: "2026-06-30")
        #expect(try county.worker.patch(made.path, ["intervalMonths": 1])["nextDue"] == "2026-07-31")
    }

    @Test("an agreement cannot start before the case, be made by the client alone, or be made in a closed case (S34)") func refuses() throws
    {
        let county = try County.shared
        let file = try county.openCase()
        let path = "\(file.path)/monitoring-agreements"
        let early = try county.worker.post(path, MonitoringAgreementTests.agreement.with("startsOn", "2026-03-01"), expecting: 422)
        #expect(early.errors == ["/startsOn": "before_contact"])
        let never = try county.worker.post(path, MonitoringAgreementTests.agreement.with("intervalMonths", 0), expecting: 422)
        #expect(never.errors == ["/intervalMonths": "out_of_range"])
        let client = try county.client(for: file["clientId"].string ?? "")
        #expect(try client.post(path, MonitoringAgreementTests.agreement, expecting: 403).code == "forbidden")
        try county.worker.command(on: file.path, "close", ["reason": "ei jatkoa"])
        #expect(try county.worker.post(path, MonitoringAgreementTests.agreement, expecting: 409).code == "case_closed")
    }
}
