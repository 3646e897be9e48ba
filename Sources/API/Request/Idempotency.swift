import Crypto
import HTTPServer
import PersonalBudgeting

// What may be sent again, and what is only tried: the key and the preference of a request, and a write that obeys them.

extension IncomingRequest {
    /// The key of a POST that may be sent again.
    func idempotencyKey(_ operation: Operation) throws -> String? {
        let fields = head.headers.all("idempotency-key")
        guard operation.method == .post, let key = fields.first else { return nil }
        if operation.isAnswerSecret {
            throw badHeader("Idempotency-Key", "not_taken_here", "is not taken here: the answer holds a secret that is not kept")
        }
        guard fields.count == 1 else { throw badHeader("Idempotency-Key", "duplicate_header", "stands twice") }
        guard (1...200).contains(key.utf8.count), key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw badHeader("Idempotency-Key", "wrong_form", "must be 1 to 200 visible ASCII characters")
        }
        guard PersonalTrace(in: key, among: [.nationalID]) == nil else {
            throw badHeader("Idempotency-Key", "third_person_data", "must not hold a national id: it is kept with the answer")
        }
        return key
    }

    /// Whether the caller only wants to see what would happen (RFC 7240).
    var isDryRun: Bool {
        // With a value or a parameter too: who writes `dry-run=true` does not want it kept.
        head.headers.all("prefer").contains { field in
            field.split(separator: ",").contains { preference in
                // `dryrun` and `dry_run` as well: it is the safe side of a slip.
                preference.prefix { $0 != "=" && $0 != ";" }.filter { !" \t-_\"".contains($0) }.lowercased() == "dryrun"
            }
        }
    }
}

extension SignedInRequest {
    /// Runs on the writer: replays an answer given before, undoes a rehearsal or a refusal, keeps the rest with its idempotency key.
    func write(_ repositories: any Repositories, key: String?, isRehearsal: Bool) -> (Answer, AuditTrail) {
        let trail = AuditTrail()
        do {
            if let key, let earlier = try replayed(repositories, key: key, trail) { return (finished(earlier), trail) }
            let answer = try repositories.attempt {
                let answer = try perform(repositories, trail)
                if isRehearsal {
                    trail.manner = .dryRun
                    throw Rehearsed(answer: answer)
                }
                if let key { try keep(answer, key: key, repositories, of: trail) }
                return answer
            }
            return (finished(answer), trail)
        } catch let rehearsed as Rehearsed {
            return (finished(rehearsed.answer), trail)
        } catch {
            return (finished(problem(of: error)), trail)
        }
    }

    /// Undoes what a dry run has done, and carries its answer out.
    private struct Rehearsed: Error { let answer: Answer }

    /// The answer given before to a request with this key; nil when there was none.
    /// - Throws: `idempotency_mismatch` when it was given to another request.
    ///   `not_found` when it holds data of a client whom the caller may not see any more, or who has been protected since.
    func replayed(_ repositories: any Repositories, key: String, _ trail: AuditTrail) throws -> Answer? {
        try Access.check(actor, operation.right)
        switch try repositories.idempotency.find(digest, caller: actor.userID, key: key, since: IdempotentAnswer.end(at: now)) {
        case nil: return nil
        case .toAnother:
            throw Problem(.idempotencyMismatch, "the key was used for another request").at(.header, "Idempotency-Key", "used_already")
        case .toTheSame(let earlier):
            let admitted = try admit(repositories, trail, isAgain: true)
            // Who opened a file sees by that for some hours, whatever the right to open one asks.
            let right = operation.right == .breakGlass ? Right.readClients : operation.right
            for client in earlier.clients {
                trail.note(client)
                // It may tell where somebody is who has been protected since.
                if try admitted.work.isProtected(client, since: earlier.at) { throw Refusal.notFound(Client.noun) }
                if right.relations(of: actor.role).contains(.task) {
                    trail.stand(to: client, by: .task)
                    continue
                }
                let decision = try Access.decide(admitted.work, right, of: client, try repositories.clients.find(client)?.care)
                trail.stand(to: client, by: decision.relation)
            }
            trail.manner = .replay
            return Answer(status: earlier.status, headers: earlier.headers + [("Idempotency-Replayed", "true")], body: earlier.body)
        }
    }

    /// Keeps an answer for whoever sends the same again.
    func keep(_ answer: Answer, key: String, _ repositories: any Repositories, of trail: AuditTrail) throws {
        try repositories.idempotency.insert(
            IdempotentAnswer(
                caller: actor.userID, key: key, digest: digest, status: answer.status, headers: answer.headers, body: answer.body, at: now,
                clients: trail.clients.filter { !trail.hidden.contains($0) }),
            lettingGoBefore: IdempotentAnswer.end(at: now))
    }

    /// What the idempotency key is bound to.
    private var digest: String {
        let head = incoming.head
        var hash = SHA256()
        // To the rights of the key as well: an answer holds no more than a first request would get.
        let scope = actor.scope.map { " as \($0.sorted().joined(separator: " "))" } ?? ""
        hash.update(data: Array("\(head.method.raw) \(head.path)?\(head.query ?? "")\(scope)\n".utf8))
        for piece in pieces { hash.update(data: piece) }
        return Token.hexadecimal(hash.finalize())
    }
}
