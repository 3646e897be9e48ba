import HTTPServer
import JSON
import PersonalBudgeting

/// What a handler answers, before it becomes a response.
struct Answer: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]
    /// Set by a reading of the change feed.
    var feedPlace: FeedPlace?
    /// Whether the body is text for a person already, and not to be made of JSON.
    var isText = false

    init(status: Int = 200, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A resource with its entity tag.
    static func item<Entity: Recorded>(_ entity: Entity, _ view: View<Entity>) -> Answer {
        let body = view.bytes(entity)
        return Answer(headers: [("ETag", EntityTag.make(version: entity.record.version, body: body))], body: body)
    }

    /// A resource that was made, and where it is.
    static func created<Entity: Recorded>(_ entity: Entity, _ view: View<Entity>, at location: String) -> Answer {
        var answer = item(entity, view)
        answer.status = 201
        answer.headers.append(("Location", location))
        return answer
    }

    /// A resource as it is seen on the day of the call.
    static func item<Entity: Recorded>(_ seen: Seen<Entity>, _ view: View<Seen<Entity>>) -> Answer {
        let body = view.bytes(seen)
        return Answer(headers: [("ETag", EntityTag.make(version: seen.entity.record.version, body: body))], body: body)
    }

    /// A resource that was made, as it is seen on the day of the call, and where it is.
    static func created<Entity: Recorded>(_ seen: Seen<Entity>, _ view: View<Seen<Entity>>, at location: String) -> Answer {
        var answer = item(seen, view)
        answer.status = 201
        answer.headers.append(("Location", location))
        return answer
    }

    /// A value without an identity of its own.
    /// - Parameter capacity: for about how many octets to make room at first.
    static func value<Value>(_ value: Value, _ view: View<Value>, capacity: Int = 512) -> Answer {
        let body = view.bytes(value, capacity: capacity)
        return Answer(headers: [("ETag", EntityTag.make(version: 0, body: body))], body: body)
    }
}
