import PersonalBudgeting
import SQL
import Testing

@testable import Store

/// The checks of the tables when a database is opened.
struct TablesTests {
    @Test("every field by which the domain lists is kept in exactly one column") func fieldsAreHeld() {
        for table in Tables.all { #expect(table.faults == [], "\(table.name)") }
    }

    @Test("no two tables have the same name") func namesAreUnique() {
        let names = Tables.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.count > 50)
    }

    @Test("a field with no column or with two columns is a fault that names the table") func faultsAreFound() throws {
        let table = Table<OrganisationUnit>("units", Column("name", .text) { $0.name }, make: { OrganisationUnit(record: $0, name: $1) })
        #expect(table.faults == [.unsettledField("name", of: "units", columns: [])])
        #expect("\(try #require(table.faults.first))" == "no column of the table units holds the field name")
        #expect(throws: TableFault.self) { try table.column(of: .name) }

        let doubled = Table<OrganisationUnit>(
            "units", Column("name", .text, field: .name) { $0.name }, Column("other", .text, field: .name) { $0.name },
            make: { record, name, _ in OrganisationUnit(record: record, name: name) })
        #expect(doubled.faults == [.unsettledField("name", of: "units", columns: ["name", "other"])])
        #expect("\(try #require(doubled.faults.first))" == "several columns of the table units hold the field name: name, other")
    }

    @Test("each part of a row begins where the part before it ends") func partsAreRead() throws {
        let parts = Table<OrganisationUnit>(
            "units",
            part(
                Column("first", .text) { $0.name }, part(Column("second", .text) { $0.name }, make: { "(\($0))" }),
                make: { "\($0) \($1)" }),
            Column("name", .text, field: .name) { $0.name },
            make: { record, part, name in OrganisationUnit(record: record, name: "\(part), \(name)") })
        #expect(parts.columns == ["id", "created_at", "updated_at", "version", "first", "second", "name"])
        #expect(try parts.make(TextRow(["one", "two", "three"])).name == "one (two), three")
        #expect(try Table<Case>.cases.column(of: .decisionDue) == "decision_last_day")
    }
}

/// A row of the columns of a record, followed by texts.
private final class TextRow: Row {
    private let texts: [String]
    private let octets = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 36)

    init(_ texts: [String]) {
        self.texts = texts
        _ = octets.initialize(from: "01890a5d-ac96-774b-bcce-b302099a8057".utf8)
    }

    deinit { octets.deallocate() }

    func integer(_ column: Int) throws -> Int64 { 1 }
    func text(_ column: Int) throws -> String { texts[column - 4] }
    func textOrNil(_ column: Int) throws -> String? { texts[column - 4] }
    func octets(ofText column: Int) throws -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(octets) }
    func blob(_ column: Int) throws -> [UInt8] { [] }
    func isNull(_ column: Int) -> Bool { false }
    func cell(_ column: Int) -> Cell { .null }
}
