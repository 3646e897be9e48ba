import PersonalBudgeting

extension Table where Entity == AccessKey {
    static let accessKeys = Table(
        "access_keys",
        Column("user_id", .id()) { $0.userID },
        Column("token_hash", .text) { $0.tokenHash },
        Column("expires_at", .optional(.instant)) { $0.expiresAt },
        Column("revoked_at", .optional(.instant)) { $0.revokedAt },
        Column("scope", .texts) { $0.scope },
        make: { AccessKey(record: $0, userID: $1, tokenHash: $2, expiresAt: $3, revokedAt: $4, scope: $5) })
}

extension Table where Entity == NonDisclosure {
    static let nonDisclosures = Table(
        "non_disclosures",
        Column("client_id", .id()) { $0.clientID },
        Column("valid_from", .date) { $0.details.validFrom },
        Column("valid_to", .optional(.date)) { $0.details.validTo },
        Column("source", .code) { $0.details.source },
        Column("contact_address", .optional(.text)) { $0.details.contactAddress },
        Column("household_client_ids", .ids()) { $0.details.householdClientIDs },
        Column("ended_on", .optional(.date)) { $0.endedOn },
        Column("end_reason", .optional(.text)) { $0.endReason },
        make: { record, client, from, to, source, address, household, ended, reason in
            NonDisclosure(
                record: record, clientID: client,
                details: NonDisclosure.Details(
                    validFrom: from, validTo: to, source: source, contactAddress: address, householdClientIDs: household),
                endedOn: ended, endReason: reason)
        })
}

extension Table where Entity == Tie {
    static let ties = Table(
        "ties",
        Column("user_id", .id()) { $0.userID },
        Column("client_id", .optional(.id())) { $0.clientID },
        Column("provider_id", .optional(.id())) { $0.providerID },
        Column("ground", .code) { $0.ground },
        Column("ended_on", .optional(.date)) { $0.endedOn },
        make: Tie.init)
}

extension Table where Entity == Deputyship {
    static let deputyships = Table(
        "deputyships",
        Column("absent_id", .id()) { $0.absentID },
        Column("deputy_id", .id()) { $0.deputyID },
        Column("period_from", .date) { $0.period.from },
        Column("period_to", .date) { $0.period.to },
        make: { record, absent, deputy, from, to in
            Deputyship(record: record, absentID: absent, deputyID: deputy, period: try sound(Period(from: from, to: to)))
        })
}

extension Table where Entity == BreakGlass {
    static let breakGlasses = Table(
        "break_glasses",
        Column("user_id", .id()) { $0.userID },
        Column("client_id", .id()) { $0.clientID },
        Column("reason", .code) { $0.reason },
        Column("explanation", .text) { $0.explanation },
        Column("ends_at", .instant) { $0.endsAt },
        Column("state", .code) { $0.state },
        Column("reviewed_by", .optional(.id())) { $0.review?.by },
        Column("reviewed_at", .optional(.instant)) { $0.review?.at },
        Column("review_statement", .optional(.text)) { $0.review?.statement },
        make: { record, user, client, reason, explanation, ends, state, by, at, statement in
            var review: BreakGlass.Review?
            if let by, let at, let statement { review = BreakGlass.Review(by: by, at: at, statement: statement) }
            return BreakGlass(
                record: record, userID: user, clientID: client, reason: reason, explanation: explanation, endsAt: ends, state: state,
                review: review)
        })
}
