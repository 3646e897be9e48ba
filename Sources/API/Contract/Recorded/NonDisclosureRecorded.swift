// swift-format-ignore-file: a line is a whole exchange.
// `make snapshots` writes this file from Tests/Snapshots.

extension RecordedExample {
    static let nonDisclosure: StaticString = #"""
        {"id":"endNonDisclosure","request":{"reason":"DVV on lopettanut turvakiellon asiakkaan pyynnöstä 26.11.2026."},"status":200,"answer":{"id":"00000000-0000-7000-8000-000000000215","createdAt":"2026-09-01T09:00:00Z","updatedAt":"2026-11-27T09:00:00Z","etag":"\"2.0\"","clientId":"00000000-0000-7000-8000-000000000214","validFrom":"2026-09-01","validTo":"2028-08-31","source":"population_register","contactAddress":"PL 120, 33101 Tampere","householdClientIds":[],"endedOn":"2026-11-27","endReason":"DVV on lopettanut turvakiellon asiakkaan pyynnöstä 26.11.2026."}}
        {"id":"findNonDisclosure","request":null,"status":200,"answer":{"id":"00000000-0000-7000-8000-000000000215","createdAt":"2026-09-01T09:00:00Z","updatedAt":"2026-09-01T09:00:00Z","etag":"\"1.0\"","clientId":"00000000-0000-7000-8000-000000000214","validFrom":"2026-09-01","validTo":"2028-08-31","source":"population_register","contactAddress":"PL 120, 33101 Tampere","householdClientIds":[],"endedOn":null,"endReason":null}}
        {"id":"protectClient","request":{"validFrom":"2026-09-01","validTo":"2028-08-31","source":"population_register","contactAddress":"PL 120, 33101 Tampere"},"status":201,"answer":{"id":"00000000-0000-7000-8000-000000000215","createdAt":"2026-09-01T09:00:00Z","updatedAt":"2026-09-01T09:00:00Z","etag":"\"1.0\"","clientId":"00000000-0000-7000-8000-000000000214","validFrom":"2026-09-01","validTo":"2028-08-31","source":"population_register","contactAddress":"PL 120, 33101 Tampere","householdClientIds":[],"endedOn":null,"endReason":null}}
        {"id":"readWhereabouts","request":null,"status":200,"answer":{"clientId":"00000000-0000-7000-8000-000000000008","isProtected":false,"municipality":"837","streetAddress":"Satakunnankatu 12 B 34","postalCode":"33210","postOffice":"Tampere","phone":null,"email":null}}
        """#
}
