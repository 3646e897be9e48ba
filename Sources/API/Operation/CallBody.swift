import JSON

/// The body of a call, as a front needs it to draw a form: its schema in the served document, and the members that it must have.
struct CallBody: Sendable {
    /// A reference into the served document; nil for a schema without a name.
    let schema: String?
    let required: [String]
    /// Whether the body may be left out.
    let isOptional: Bool

    init(_ schema: Schema, isOptional: Bool) {
        var whole = schema.use
        if case .string(let reference)? = whole["$ref"] {
            self.schema = reference
            whole = reference.split(separator: "/").last.flatMap { schema.components[String($0)] } ?? whole
        } else {
            self.schema = nil
        }
        guard case .array(let names)? = whole["required"] else {
            required = []
            self.isOptional = isOptional
            return
        }
        required = names.compactMap { if case .string(let name) = $0 { name } else { nil } }
        self.isOptional = isOptional
    }

    static let view = View<CallBody>(
        "CallBody",
        [
            ViewMember("schema", .optional(.line())) { $0.schema }, ViewMember("required", .list(.line(60), 0...100)) { $0.required },
            ViewMember("isOptional", .flag) { $0.isOptional },
        ])
}
