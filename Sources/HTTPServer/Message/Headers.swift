/// The fields of a request head, in the order they arrived. It keeps one copy of the header section and a table of slices into it. A
/// look-up compares octets and makes a `String` only of the value it returns.
public struct Headers: Sendable {
    struct Field: Sendable {
        let nameStart: UInt32
        let nameEnd: UInt32
        let valueStart: UInt32
        let valueEnd: UInt32
    }

    private let octets: [UInt8]
    private let fields: [Field]

    init(octets: [UInt8], fields: [Field]) {
        self.octets = octets
        self.fields = fields
    }

    /// Fields from names and values, for tests of handlers.
    public init(_ pairs: [(name: String, value: String)] = []) {
        var octets: [UInt8] = []
        var fields: [Field] = []
        for pair in pairs {
            let start = octets.count
            octets += pair.name.utf8
            let middle = octets.count
            octets += pair.value.utf8
            fields.append(
                Field(nameStart: UInt32(start), nameEnd: UInt32(middle), valueStart: UInt32(middle), valueEnd: UInt32(octets.count)))
        }
        self.init(octets: octets, fields: fields)
    }

    /// Returns the value of the first field of this name, compared without regard to case. Octets that are not UTF-8 become U+FFFD.
    public func first(_ name: String) -> String? {
        for field in fields where isNamed(field, name) { return value(field) }
        return nil
    }

    /// Returns the values of all field lines of this name, in order. Lists inside a value are not split.
    public func all(_ name: String) -> [String] {
        var values: [String] = []
        for field in fields where isNamed(field, name) { values.append(value(field)) }
        return values
    }

    /// Whether there is a field of this name.
    public func contains(_ name: String) -> Bool {
        for field in fields where isNamed(field, name) { return true }
        return false
    }

    /// All field lines as name (as it was written) and value.
    public var pairs: [(name: String, value: String)] {
        fields.map { (octets.span.string(Int($0.nameStart)..<Int($0.nameEnd)), value($0)) }
    }

    private func value(_ field: Field) -> String { octets.span.string(Int(field.valueStart)..<Int(field.valueEnd)) }

    private func isNamed(_ field: Field, _ name: String) -> Bool {
        guard Int(field.nameEnd &- field.nameStart) == name.utf8.count else { return false }
        var index = Int(field.nameStart)
        for octet in name.utf8 {
            if Octet.lowercased(octets[index]) != Octet.lowercased(octet) { return false }
            index &+= 1
        }
        return true
    }
}
