import Crypto
import HTTPServer
import PersonalBudgeting

// Requests that may be repeated, and dry runs (row 86): the headers that ask for them, and the write that follows them.

extension IncomingRequest {
    /// Returns the idempotency key of a POST; nil if it has none.
    /// - Throws: `bad_header` (400).
    func idempotencyKey(_ operation: Operation) throws -> String? {
        let fields = head.headers.all("idempotency-key")
        guard operation.method == .post, let key = fields.first else { return nil }
        if operation.isAnswerSecret {
            throw badHeader(
                "Idempotency-Key", "not_taken_here",
                LocalText(
                    fi: "ei ole sallittu tässä: vastauksessa on salaisuus, jota ei säilytetä",
                    sv: "är inte tillåten här: svaret innehåller en hemlighet som inte sparas",
                    en: "is not allowed here: the answer contains a secret that is not stored"))
        }
        guard fields.count == 1 else { throw badHeader("Idempotency-Key", "duplicate_header", .occursTwice) }
        guard (1...200).contains(key.utf8.count), key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw badHeader(
                "Idempotency-Key", "wrong_form",
                LocalText(
                    fi: "täytyy olla 1–200 näkyvää ASCII-merkkiä", sv: "måste vara 1–200 synliga ASCII-tecken",
                    en: "must be 1 to 200 visible ASCII characters"))
        }
        // A national id in it is not looked for. The service stores a mark of the key and logs nothing of it, and a random key, or one with
        // a day and a time, may look like a national id by chance: its request could never be sent.
        return key
    }

    /// Whether the request is a dry run (RFC 7240): the caller only wants to see what would happen.
    var isDryRun: Bool {
        // Also with a value or a parameter: a caller who writes `dry-run=true` does not want the change kept.
        FieldMember.all(head.headers.all("prefer")).contains { preference in
            // Also `dryrun` and `dry_run`: treating a misspelling as a dry run is the safe choice.
            preference.value.prefix { $0 != "=" }.filter { !" \t-_\"".contains($0) } == "dryrun"
        }
    }
}

extension SignedInRequest {
    /// Performs a write on the writer. It replays an earlier answer, undoes a dry run or a refusal, and keeps any other change with its
    /// idempotency key.
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

    /// Rolls back a dry run and carries its answer out of the transaction.
    private struct Rehearsed: Error { let answer: Answer }

    /// Returns the answer given before to a request with this key, or nil.
    /// - Throws: `idempotency_mismatch` when the key belongs to another request. `not_found` when the answer holds data of a client whom
    ///   the caller may no longer see, or one that became protected since.
    func replayed(_ repositories: any Repositories, key: String, _ trail: AuditTrail) throws -> Answer? {
        try Access.check(actor, operation.right)
        switch try repositories.idempotency.find(digest, caller: actor.userID, key: key, since: IdempotentAnswer.end(at: now)) {
        case nil: return nil
        case .toAnother:
            throw Problem(
                .idempotencyMismatch,
                LocalText(
                    fi: "avainta on käytetty toiseen pyyntöön", sv: "nyckeln har använts för en annan begäran",
                    en: "the key was used for another request")
            ).at(.header, "Idempotency-Key", "used_already")
        case .toTheSame(let earlier):
            let admitted = try admit(repositories, trail, isAgain: true)
            // Opening a file gives access to the client's data for some hours, so its replay is checked by the right to read clients.
            let right = operation.right == .breakGlass ? Right.readClients : operation.right.ofReplay
            for client in earlier.clients {
                trail.note(client)
                // The answer may reveal the whereabouts of a client that became protected since.
                if try admitted.work.isProtected(client, since: earlier.at) { throw Refusal.notFound(Client.noun) }
                if right.relations(of: actor.role).contains(.task) {
                    trail.stand(to: client, by: .task)
                    continue
                }
                let decision = try Access.decide(
                    admitted.work, right, of: client, try repositories.clients.find(client)?.care, in: matter)
                trail.stand(to: client, by: decision.relation)
            }
            trail.manner = .replay
            return .again(earlier)
        }
    }

    /// Keeps an answer, so that a repeated request gets it again.
    func keep(_ answer: Answer, key: String, _ repositories: any Repositories, of trail: AuditTrail) throws {
        try repositories.idempotency.insert(
            IdempotentAnswer(
                caller: actor.userID, key: key, digest: digest, status: answer.status, headers: answer.headers, body: answer.body, at: now,
                clients: trail.clients.filter { !trail.hidden.contains($0) }),
            lettingGoBefore: IdempotentAnswer.end(at: now))
    }

    /// The digest that the idempotency key is bound to: the request and the key's rights.
    private var digest: String {
        let head = incoming.head
        var hash = SHA256()
        // The rights of the access key belong to it, so that a replay shows no more than a first request would.
        let scope = actor.scope.map { " as \($0.sorted().joined(separator: " "))" } ?? ""
        hash.update(data: Array("\(head.method.raw) \(head.path)?\(head.query ?? "")\(scope)\n".utf8))
        for piece in pieces { hash.update(data: piece) }
        return String(hexadecimal: hash.finalize())
    }
}
