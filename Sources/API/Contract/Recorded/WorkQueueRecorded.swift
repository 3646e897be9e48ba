// swift-format-ignore-file: a line is a whole exchange.
// `make snapshots` writes this file from Tests/Snapshots.

extension RecordedExample {
    static let workQueue: StaticString = #"""
        {"id":"countWorkQueue","request":null,"status":200,"answer":[{"kind":"actual_held","count":1,"overdue":0}]}
        {"id":"readWorkQueue","request":null,"status":200,"answer":{"items":[{"kind":"decision_due","task":"Valmistele asia päätettäväksi ennen määräajan päättymistä.","noun":"case","nounId":"00000000-0000-7000-8000-000000000009","link":{"operationId":"findCase","method":"GET","path":"/v1/cases/00000000-0000-7000-8000-000000000009","body":null},"dueOn":"2026-06-02","daysOverdue":182,"caseId":"00000000-0000-7000-8000-000000000009","clientId":"00000000-0000-7000-8000-000000000008","clientName":"Aino Mäki","responsibleWorkerId":"00000000-0000-7000-8000-000000000003","responsibleWorkerName":"Sari","unitId":"00000000-0000-7000-8000-000000000001","unitName":"Vammaispalvelut"},{"kind":"actual_held","task":"Selvitä toteumatieto ja hyväksy tai hylkää se.","noun":"actual","nounId":"00000000-0000-7000-8000-000000000225","link":{"operationId":"findActual","method":"GET","path":"/v1/service-data/actuals/00000000-0000-7000-8000-000000000225","body":null},"dueOn":"2026-07-03","daysOverdue":151,"caseId":"00000000-0000-7000-8000-000000000009","clientId":"00000000-0000-7000-8000-000000000008","clientName":"Aino Mäki","responsibleWorkerId":"00000000-0000-7000-8000-000000000003","responsibleWorkerName":"Sari","unitId":"00000000-0000-7000-8000-000000000001","unitName":"Vammaispalvelut"}],"next":null,"total":null}}
        """#
}
