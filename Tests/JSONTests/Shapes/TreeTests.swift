import JSON
import Testing

/// The tree of a value equals the tree read from its text. An object shape around another shape reads like one flat shape.
@Suite struct TreeTests {
    private enum Colour: String, CaseIterable, Sendable { case red, green }

    private struct Point: Sendable, Equatable {
        let x: Int64
        let note: String?
    }

    private struct Thing: Sendable {
        let name: String
        let isOn: Bool
        let colour: Colour
        let points: [Point]
        let place: Point?
    }

    private static let point = Shape<Point>.object(
        "Point", Field("x", .integer(-9...9)) { $0.x }, Field("note", .optional(.text(0...40, anything))) { $0.note }, make: Point.init)

    private static let thing = Shape<Thing>.object(
        "Thing", Field("name", .text(0...40, anything)) { $0.name }, Field("isOn", .flag.defaulting(to: false)) { $0.isOn },
        Field("colour", .plainCode) { $0.colour }, Field("points", .list(point, 0...5)) { $0.points },
        Field("place", .optional(point)) { $0.place }, make: Thing.init)

    private static let view = View<Thing>(
        "Shown",
        [
            .inline(thing) { $0 },
            ViewMember("doubled", Shape<Int64>.integer(0...99).mapped({ .success($0 / 2) }, back: { $0 * 2 })) { _ in 7 },
            ViewMember("first", view: .optional(View(point))) { $0.points.first },
            ViewMember("all", view: .list(View(point))) { $0.points },
            ViewMember<String>("again", .text(0...40, anything)) { $0 }.of { $0.name },
        ])

    private static let things = [
        Thing(name: "", isOn: true, colour: .red, points: [], place: nil),
        Thing(
            name: "Ää \"\\\n\u{1}€😀", isOn: false, colour: .green, points: [Point(x: -9, note: nil), Point(x: 9, note: "=1")],
            place: Point(x: 0, note: "")),
        // Two letters for one: the reader takes texts into form C.
        Thing(name: "a\u{308}", isOn: true, colour: .red, points: [Point(x: 1, note: "o\u{308}")], place: nil),
    ]

    @Test("the tree of a view is what its text is read as", arguments: things.indices) func viewAgrees(index: Int) throws {
        let thing = TreeTests.things[index]
        #expect(try JSONReader.read(TreeTests.view.bytes(thing)) == TreeTests.view.tree(thing))
    }

    @Test("so is that of a shape", arguments: things.indices) func shapeAgrees(index: Int) throws {
        let thing = TreeTests.things[index]
        #expect(try JSONReader.read(View(TreeTests.thing).bytes(thing)) == TreeTests.thing.tree(thing))
    }

    @Test("a view by other means keeps the tree, and one of a holder is that of what it holds") func derivedAgree() {
        let thing = TreeTests.things[1]
        #expect(TreeTests.view.written { _, writer in writer.null() }.tree(thing) == TreeTests.view.tree(thing))
        #expect(TreeTests.view.of { (pair: (Thing, Int)) in pair.0 }.tree((thing, 1)) == TreeTests.view.tree(thing))
    }

    @Test("members that are hidden are null, and some of an object can be shown alone") func hides() throws {
        let hiding = View<(Point, Bool)>("Hiding", [.inline(TreeTests.point, hiding: ["x"], unless: \.1) { $0.0 }])
        let only = View<Point>("Only", [.inline(TreeTests.point, only: ["note"]) { $0 }])
        let point = Point(x: 3, note: "n")
        #expect(
            text(hiding.bytes((point, true))) == #"{"x":3,"note":"n"}"# && text(hiding.bytes((point, false))) == #"{"x":null,"note":"n"}"#)
        #expect(try hiding.tree((point, false)) == read(#"{"x":null,"note":"n"}"#))
        #expect(text(only.bytes(point)) == #"{"note":"n"}"#)
        #expect(try only.tree(point) == read(#"{"note":"n"}"#))
        let schema = hiding.schema.components["Hiding"]?["properties"]
        #expect(schema?["x"]?["anyOf"] != nil && schema?["note"] == TreeTests.point.schema.components["Point"]?["properties"]?["note"])
        #expect(hiding.schema.components["Hiding"]?["required"] == .array([.string("x"), .string("note")]))
    }

    private struct Around: Sendable {
        let id: Int64
        let point: Point
    }

    @Test(
        "an object with one member before those of another finds the faults that one flat object finds",
        arguments: [
            "{}", "[]", "null", #"{"id":1,"x":2,"note":"n"}"#, #"{"id":1,"x":2}"#, #"{"x":99,"id":99}"#, #"{"id":1,"x":2,"y":3}"#,
            #"{"id":1,"id":2,"x":"a"}"#, #"{"id":1,"x":2,"x":3,"note":4}"#, #"{"note":null,"x":1,"id":"1"}"#,
            #"{"id":1,"x":2,"note":"\u0001"}"#,
        ])
    func inlineReads(document: String) throws {
        let around = Shape<Around>.object(
            "Around", Field("id", .integer(0...9)) { $0.id }, inline: TreeTests.point, { $0.point }, make: Around.init)
        let flat = Shape<Around>.object(
            "Around", Field("id", .integer(0...9)) { $0.id }, Field("x", .integer(-9...9)) { $0.point.x },
            Field("note", .optional(.text(0...40, anything))) { $0.point.note }, make: { Around(id: $0, point: Point(x: $1, note: $2)) })
        let json = try read(document)
        switch (around.read(json), flat.read(json)) {
        case (.success(let one), .success(let other)):
            #expect(one.id == other.id && one.point == other.point && around.tree(one) == flat.tree(other))
        case (.failure(let one), .failure(let other)): #expect(one == other)
        case (let one, let other): Issue.record("\(one) and \(other)")
        }
        #expect(around.schema.use == flat.schema.use && around.schema.components == flat.schema.components)
        #expect(around.memberNames == flat.memberNames)
    }
}
