// swift-format-ignore-file: a line is a whole exchange.
// `make snapshots` writes this file from Tests/Snapshots.

extension RecordedExample {
    static let changes: StaticString = #"""
        {"id":"listChanges","request":null,"status":200,"answer":{"items":[{"sequence":1,"at":"2026-12-01T09:00:00Z","userId":"00000000-0000-7000-8000-000000000154","noun":"user","nounId":"00000000-0000-7000-8000-000000000066","verb":"created","toState":null,"clientId":null,"caseId":null},{"sequence":2,"at":"2026-12-01T09:00:00Z","userId":"00000000-0000-7000-8000-000000000154","noun":"key","nounId":"00000000-0000-7000-8000-000000000153","verb":"created","toState":null,"clientId":null,"caseId":null}],"next":"296","hasMore":false,"names":null}}
        """#
}
