import SQL

/// A row of `work_items`. All its values follow from the rows of other tables (`WorkItemSource`).
struct WorkItemRow: Hashable {
    /// Empty for an item of no known case.
    let caseID: String
    let kind: String
    let nounID: String
    let dueOn: String
    let visibleFrom: String
    let clientID: String?
    let workerID: String?
    let unitID: String?
    let careUnitID: String?
    let authority: String?

    static let columns = "case_id, kind, noun_id, due_on, visible_from, client_id, worker_id, unit_id, care_unit_id, authority"

    private static let insertion = SQLStatement("INSERT INTO work_items (\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    private static let deletion = SQLStatement("DELETE FROM work_items WHERE case_id = ? AND kind = ? AND noun_id = ?")

    init(
        caseID: String, kind: String, nounID: String, dueOn: String, visibleFrom: String, clientID: String?, workerID: String?,
        unitID: String?, careUnitID: String?, authority: String?
    ) {
        self.caseID = caseID
        self.kind = kind
        self.nounID = nounID
        self.dueOn = dueOn
        self.visibleFrom = visibleFrom
        self.clientID = clientID
        self.workerID = workerID
        self.unitID = unitID
        self.careUnitID = careUnitID
        self.authority = authority
    }

    /// Reads a row of `columns`.
    init(_ row: any Row) throws {
        self.init(
            caseID: try row.text(0), kind: try row.text(1), nounID: try row.text(2), dueOn: try row.text(3), visibleFrom: try row.text(4),
            clientID: try row.textOrNil(5), workerID: try row.textOrNil(6), unitID: try row.textOrNil(7), careUnitID: try row.textOrNil(8),
            authority: try row.textOrNil(9))
    }

    func insert(_ connection: any Connection) throws {
        var values: [Value] = [.text(caseID), .text(kind), .text(nounID), .text(dueOn), .text(visibleFrom)]
        for text in [clientID, workerID, unitID, careUnitID, authority] { values.append(.text(orNull: text)) }
        try connection.execute(WorkItemRow.insertion, values)
    }

    func delete(_ connection: any Connection) throws {
        try connection.execute(WorkItemRow.deletion, [.text(caseID), .text(kind), .text(nounID)])
    }
}
