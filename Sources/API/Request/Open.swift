import HTTPServer
import JSON
import PersonalBudgeting

/// The operations that need no token: health, readiness, the document of the API, the explanation of a problem.
enum Open {
    private static let unread = QueryParameter.text("q", "Anything: it is not looked at, and lets a probe get past caches", 0...500)

    static let operations: [Operation] = [
        Operation(
            "health", .get, "/health", "Whether the process answers; needs no database", tag: .service, effect: .read, right: .open,
            parameters: [unread],
            response: Schema([("type", .string("object"))]), handle: { _ in Answer() }),
        Operation(
            "ready", .get, "/ready", "Whether requests can be served: storage, version", tag: .service, effect: .read, right: .open,
            response: Schema([("type", .string("object"))]), handle: { _ in Answer() }),
        Operation(
            "openapi", .get, "/openapi.json", "This document", tag: .service, effect: .read, right: .open, parameters: [unread],
            response: Schema([("type", .string("object"))]), handle: { _ in Answer() }),
        Operation(
            "explainProblem", .get, "/problems/{code}", "What a problem code means, how to mend it, and a request that works",
            tag: .service,
            effect: .read, right: .open, forms: [.json, .text, .page], response: ProblemPage.view.schema, handle: { _ in Answer() }),
        Operation(
            "docs", .get, "/docs", "This document as a page on which calls can be tried", tag: .service, effect: .read, right: .open,
            forms: [.page], response: Schema([("type", .string("string"))]), handle: { _ in Answer() }),
    ]

    static func answer(
        _ operation: Operation, _ parameters: Parameters, _ service: Service, language: Language, form: Form
    ) throws -> Answer {
        switch operation.id {
        case "health": return .ofTheService(body: Array(#"{"status":"ok"}"#.utf8))
        case "ready": return try ready(service)
        case "openapi": return .ofTheService(headers: [("ETag", OpenAPI.tag)], body: OpenAPI.bytes)
        case "explainProblem": return try ProblemPage.answer(parameters["code"] ?? "", language, form)
        case "docs":
            return .ofTheService(
                headers: [
                    ("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", DocsPage.policy), ("ETag", DocsPage.tag),
                ], body: DocsPage.bytes)
        default: throw Problem(.noSuchRoute, "nothing is at this path")
        }
    }

    private static func ready(_ service: Service) throws -> Answer {
        // Opens a reader and reads once: storage answers.
        let models = try service.storage.makeReader().read { try $0.regionalModels.count(ListQuery()) }
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("status")
        writer.string("ready")
        writer.name("version")
        writer.string(service.status.version)
        writer.name("engine")
        writer.string(service.status.engine)
        writer.name("writers")
        writer.integer(1)
        writer.name("regionalModels")
        writer.integer(Int64(models))
        writer.endObject()
        return .ofTheService(body: writer.bytes)
    }
}
