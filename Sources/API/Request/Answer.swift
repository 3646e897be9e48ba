import HTTPServer
import JSON
import PersonalBudgeting

/// The answer of a handler, before it becomes a response.
///
/// A body is made from a `Masked` value, is a statement of the service about itself (`ofTheService`), or repeats an earlier answer
/// (`again`).
struct Answer: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    private(set) var body: [UInt8] = []
    /// The body as a tree, if the requested form is made from a tree.
    private(set) var tree: JSONValue?
    /// Set by a reading of the change feed.
    var feedCursor: FeedCursor?
    /// Whether the body already is text for a person, and need not be made from JSON.
    private(set) var isText = false

    /// An answer without a body.
    init(status: Int = 200, headers: [(name: String, value: String)] = []) {
        self.status = status
        self.headers = headers
    }

    /// A resource with its entity tag.
    static func item<Value: Versioned>(_ item: Masked<Value>, _ view: View<Value>) -> Answer {
        made(of: item, view, version: item.value.version)
    }

    /// A resource with its entity tag.
    static func item<Entity: Recorded>(_ entity: Masked<Entity>, _ view: View<Entity>) -> Answer {
        made(of: entity, view, version: entity.value.record.version)
    }

    /// A created resource and its path.
    static func created<Value: Versioned>(_ made: Masked<Value>, _ view: View<Value>, at location: String) -> Answer {
        item(made, view).created(at: location)
    }

    /// A created resource and its path.
    static func created<Entity: Recorded>(_ made: Masked<Entity>, _ view: View<Entity>, at location: String) -> Answer {
        item(made, view).created(at: location)
    }

    /// A value without an id of its own.
    /// - Parameter capacity: roughly the number of octets to reserve at first.
    static func value<Value>(_ value: Masked<Value>, _ view: View<Value>, capacity: Int = 512) -> Answer {
        made(of: value, view, version: 0, capacity: capacity)
    }

    /// A value without a tag: a page of the service, or a whole of several resources, whose tag could be mistaken for that of a part.
    static func untagged<Value>(_ value: Masked<Value>, _ view: View<Value>, capacity: Int = 512) -> Answer {
        var answer = Answer()
        answer.body = view.bytes(value, capacity: capacity)
        if value.needsTree { answer.tree = view.tree(value.value) }
        return answer
    }

    /// A created resource, shown in another way this once and under its usual tag.
    static func created<Value, Once>(
        _ usual: Masked<Value>, _ view: View<Value>, shownAs once: Masked<Once>, _ onceView: View<Once>, at location: String
    ) -> Answer where Value: Recorded {
        var answer = created(usual, view, at: location)
        answer.body = onceView.bytes(once)
        return answer
    }

    /// Octets written from a masked value without a view.
    static func written<Value>(of value: Masked<Value>, _ write: (Value) -> [UInt8]) -> Answer {
        var answer = Answer()
        answer.body = write(value.value)
        return answer
    }

    /// A statement of the service about itself: a problem or a page. It is about no client, but a problem may repeat what the caller sent
    /// or may see.
    static func ofTheService(status: Int = 200, headers: [(name: String, value: String)] = [], body: [UInt8]) -> Answer {
        var answer = Answer(status: status, headers: headers)
        answer.body = body
        return answer
    }

    /// A repeated earlier answer, which was masked when it was made.
    static func again(_ earlier: IdempotentAnswer) -> Answer {
        var answer = Answer(status: earlier.status, headers: earlier.headers + [("Idempotency-Replayed", "true")])
        answer.body = earlier.body
        return answer
    }

    /// Replaces the body by a text for a person.
    mutating func writeText<Value>(of value: Masked<Value>, _ write: (Value) -> [UInt8]) {
        body = write(value.value)
        tree = nil
        isText = true
    }

    private static func made<Value>(of value: Masked<Value>, _ view: View<Value>, version: Int64, capacity: Int = 512) -> Answer {
        var answer = untagged(value, view, capacity: capacity)
        answer.headers = [("ETag", EntityTag.make(version: version, body: answer.body))]
        return answer
    }

    func created(at location: String) -> Answer {
        var answer = self
        answer.status = 201
        answer.headers.append(("Location", location))
        return answer
    }
}

extension View where Value: Sendable {
    /// A masked value as compact JSON.
    func bytes(_ masked: Masked<Value>, capacity: Int = 512) -> [UInt8] { bytes(masked.value, capacity: capacity) }
}
