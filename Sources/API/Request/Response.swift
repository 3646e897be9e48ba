import HTTPServer
import JSON
import PersonalBudgeting

extension IncomingRequest {
    /// Returns the response to an error. Unexpected errors are logged with the request id.
    func response(to error: any Error) -> Response {
        let problem = Problem.of(error)
        if problem.status >= 500 {
            service.logger.error(
                "request failed", metadata: ["request": "\(id)", "code": "\(problem.code)", "error": "\(type(of: error)) \(error)"])
        }
        return response(problem.answer(language: language, requestID: problem.status == 401 ? nil : id), query: [:])
    }

    /// Returns the response for an answer.
    func response(_ answer: Answer, query: [String: String], form: Form = .json, of operation: Operation? = nil) -> Response {
        var headers = answer.headers
        var body = answer.body
        var status = answer.status
        func isOther(_ suffix: String) { headers = headers.map { $0.name == "ETag" ? ("ETag", "\($0.value.dropLast())-\(suffix)\"") : $0 } }
        if form == .text, status == 200 {
            if let tree = answer.tree, !answer.isText { body = PlainText.text(tree) }
            headers.append(("Content-Type", "text/plain; charset=utf-8"))
            isOther("text")
        } else if form == .csv || form == .excel, status == 200, let operation {
            let style = form == .csv ? CSV.Style.plain : .excel
            if let tree = answer.tree { body = CSV.text(tree, operation.columns, style) }
            headers.append(("Content-Type", style.type))
            headers.append(("Content-Disposition", "attachment; filename=\"\(operation.path.split(separator: "/").last ?? "list").csv\""))
            isOther(form == .csv ? "csv" : "excel")
        } else if !body.isEmpty, query["pretty"] != nil, body.first != 0x3C {
            body = JSON.pretty(body)
            isOther("pretty")
        }
        if !body.isEmpty, !headers.contains(where: { $0.name == "Content-Type" }) { headers.append(("Content-Type", "application/json")) }
        if status == 200, head.method == .get || head.method == .head, let tag = headers.first(where: { $0.name == "ETag" })?.value,
            EntityTag.matches(head.headers.all("if-none-match"), tag)
        {
            status = 304
            body = []
            headers.removeAll { $0.name == "Content-Type" || $0.name == "Content-Encoding" }
        }
        // What is about no person may be kept by the caller, and says so itself.
        if !headers.contains(where: { $0.name == "Cache-Control" }) || status >= 400 { headers.append(("Cache-Control", "no-store")) }
        headers.append(
            ("Vary", service.origins.isEmpty ? "Accept, Accept-Language, Authorization" : "Accept, Accept-Language, Authorization, Origin"))
        headers += service.origins.fields(for: head)
        headers.append(("X-Request-Id", id))
        if let idFault { headers.append((RequestID.replacedField, idFault.rawValue)) }
        headers.append(("X-Content-Type-Options", "nosniff"))
        return Response(status: status, headers: headers, body: body)
    }
}

extension Service {
    /// Returns the response to a request that could not be read or served.
    func response(to fault: ProtocolFault, head: RequestHead?) -> Response {
        let problem = Problem(.ofProtocol(status: fault.status), fault.inWords)
        if let head {
            // The response gets the CORS fields, so that a page of an allowed origin can read it.
            let incoming = IncomingRequest(head, self)
            var response = incoming.response(problem.answer(language: incoming.language, requestID: incoming.id), query: [:])
            // The origin may be in the part that did not arrive.
            if head.isPartial, !head.headers.contains("origin") { response.headers += origins.fieldsForUnreadHead }
            return response
        }
        let id = "\(identifiers.next(at: clock()) as ID<Never>)"
        let answer = problem.answer(language: .fi, requestID: id)
        return Response(
            status: answer.status,
            headers: answer.headers + [("Cache-Control", "no-store"), ("X-Request-Id", id)] + origins.fieldsForUnreadHead, body: answer.body
        )
    }
}
