// swift-format-ignore-file: a line is a whole exchange.
// `make snapshots` writes this file from Tests/Snapshots.

extension RecordedExample {
    static let accessLog: StaticString = #"""
        {"id":"readAccessLog","request":null,"status":200,"answer":{"items":[{"sequence":83,"at":"2026-06-30T09:00:00Z","when":"30.6.2026 klo 12.00.00","who":"Aino Mäki","roleTitle":"asiakas itse","unitName":null,"what":"Luki: asian vaiheet","why":"oma asia","userId":"00000000-0000-7000-8000-000000000056","role":"client","relation":"own","unitId":null,"caseId":"00000000-0000-7000-8000-000000000009","operation":"readTimeline","manner":null,"purpose":null,"status":200,"requestId":"00000000-0000-7000-8000-000000000057"},{"sequence":82,"at":"2026-06-30T09:00:00Z","when":"30.6.2026 klo 12.00.00","who":"Sari","roleTitle":"sosiaalityöntekijä","unitName":"Vammaispalvelut","what":"Muutti: väliarvioinnit","why":"asiakassuhde: palvelujen järjestäminen","userId":"00000000-0000-7000-8000-000000000003","role":"social_worker","relation":"caseload","unitId":"00000000-0000-7000-8000-000000000001","caseId":"00000000-0000-7000-8000-000000000009","operation":"holdReview","manner":null,"purpose":null,"status":200,"requestId":"00000000-0000-7000-8000-000000000058"}],"next":"cursor-1","total":null}}
        """#
}
