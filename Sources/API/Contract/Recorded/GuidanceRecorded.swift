// swift-format-ignore-file: a line is a whole exchange.
// `make snapshots` writes this file from Tests/Snapshots.

extension RecordedExample {
    static let guidance: StaticString = #"""
        {"id":"addGuidanceEvent","request":{"topic":"Henkilökohtaisen budjetin käyttö ja seuranta","to":"client","at":"2026-07-02","materials":["https://www.example.fi/henkilokohtainen-budjetti"]},"status":201,"answer":{"id":"00000000-0000-7000-8000-000000000175","createdAt":"2026-07-02T09:00:00Z","updatedAt":"2026-07-02T09:00:00Z","etag":"\"1.0\"","caseId":"00000000-0000-7000-8000-000000000009","topic":"Henkilökohtaisen budjetin käyttö ja seuranta","to":"client","at":"2026-07-02","materials":["https://www.example.fi/henkilokohtainen-budjetti"]}}
        {"id":"findGuidanceEvent","request":null,"status":200,"answer":{"id":"00000000-0000-7000-8000-000000000175","createdAt":"2026-07-02T09:00:00Z","updatedAt":"2026-07-02T09:00:00Z","etag":"\"1.0\"","caseId":"00000000-0000-7000-8000-000000000009","topic":"Henkilökohtaisen budjetin käyttö ja seuranta","to":"client","at":"2026-07-02","materials":["https://www.example.fi/henkilokohtainen-budjetti"]}}
        {"id":"findLocalContact","request":null,"status":200,"answer":{"regionalModelId":"00000000-0000-7000-8000-000000000004","regionalModel":"avain","name":"Avain","contact":"hb@example.com"}}
        {"id":"listGuidanceEvents","request":null,"status":200,"answer":{"items":[{"id":"00000000-0000-7000-8000-000000000175","createdAt":"2026-07-02T09:00:00Z","updatedAt":"2026-07-02T09:00:00Z","etag":"\"1.0\"","caseId":"00000000-0000-7000-8000-000000000009","topic":"Henkilökohtaisen budjetin käyttö ja seuranta","to":"client","at":"2026-07-02","materials":["https://www.example.fi/henkilokohtainen-budjetti"]}],"next":null,"total":null}}
        """#
}
