// swift-format-ignore-file: a line is a whole exchange.
// `make snapshots` writes this file from Tests/Snapshots.

extension RecordedExample {
    static let assessmentMethods: StaticString = #"""
        {"id":"addAssessmentMethod","request":{"code":"kykyviisari_toimijuus","name":"Kykyviisari: toimijuus","resultKind":"score","minimum":0,"maximum":10,"validFrom":"2026-01-01"},"status":201,"answer":{"id":"00000000-0000-7000-8000-000000000166","createdAt":"2026-07-01T09:00:00Z","updatedAt":"2026-07-01T09:00:00Z","etag":"\"1.0\"","code":"kykyviisari_toimijuus","resultKind":"score","minimum":0,"maximum":10,"name":"Kykyviisari: toimijuus","validFrom":"2026-01-01","validTo":null}}
        {"id":"changeAssessmentMethod","request":{"name":"Kykyviisari, osio toimijuus"},"status":200,"answer":{"id":"00000000-0000-7000-8000-000000000166","createdAt":"2026-07-01T09:00:00Z","updatedAt":"2026-07-01T09:00:00Z","etag":"\"2.0\"","code":"kykyviisari_toimijuus","resultKind":"score","minimum":0,"maximum":10,"name":"Kykyviisari, osio toimijuus","validFrom":"2026-01-01","validTo":null}}
        {"id":"findAssessmentMethod","request":null,"status":200,"answer":{"id":"00000000-0000-7000-8000-000000000166","createdAt":"2026-07-01T09:00:00Z","updatedAt":"2026-07-01T09:00:00Z","etag":"\"2.0\"","code":"kykyviisari_toimijuus","resultKind":"score","minimum":0,"maximum":10,"name":"Kykyviisari, osio toimijuus","validFrom":"2026-01-01","validTo":null}}
        {"id":"listAssessmentMethods","request":null,"status":200,"answer":{"items":[{"id":"00000000-0000-7000-8000-000000000166","createdAt":"2026-07-01T09:00:00Z","updatedAt":"2026-07-01T09:00:00Z","etag":"\"2.0\"","code":"kykyviisari_toimijuus","resultKind":"score","minimum":0,"maximum":10,"name":"Kykyviisari, osio toimijuus","validFrom":"2026-01-01","validTo":null}],"next":null,"total":null}}
        """#
}
