extension Migrations {
    static let plan = """
        -- The questions of the support plan, support plans, the dialogue, decisions, the body, notices, service plans.

        -- Questions added to the standard ones of the domain, and later versions of them; a version never changes.
        CREATE TABLE plan_questions (
            id TEXT NOT NULL PRIMARY KEY,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            version INTEGER NOT NULL,
            code TEXT NOT NULL,
            text_fi TEXT NOT NULL,
            text_sv TEXT NOT NULL,
            text_plain_finnish TEXT NOT NULL,
            is_required INTEGER NOT NULL,
            place INTEGER NOT NULL,
            valid_from TEXT NOT NULL,
            valid_to TEXT,
            regional_model_code TEXT
        ) STRICT;
        CREATE TRIGGER plan_questions_keep BEFORE UPDATE ON plan_questions BEGIN SELECT RAISE(ABORT, 'a version of a question does not change'); END;
        CREATE TRIGGER plan_questions_keep_all BEFORE DELETE ON plan_questions BEGIN SELECT RAISE(ABORT, 'questions are kept'); END;

        CREATE TABLE support_plans (
            id TEXT NOT NULL PRIMARY KEY,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            version INTEGER NOT NULL,
            case_id TEXT NOT NULL REFERENCES cases (id),
            number INTEGER NOT NULL,
            state TEXT NOT NULL,
            authored_by TEXT NOT NULL,
            is_family_plan INTEGER NOT NULL,
            answers TEXT NOT NULL,
            items TEXT NOT NULL,
            responsibilities TEXT NOT NULL,
            justification_for_excess TEXT,
            digest TEXT,
            submitted_at INTEGER,
            indicative_total_cents INTEGER,
            is_in_own_hand INTEGER NOT NULL,
            return_questions TEXT NOT NULL,
            rework_due_on TEXT,
            UNIQUE (case_id, number)
        ) STRICT;
        CREATE INDEX support_plans_by_case ON support_plans (case_id, id);
        CREATE INDEX support_plans_by_state ON support_plans (state, id);
        -- At most one draft, one revision before the decider and one approved at a time (domain.md, section 2.2).
        CREATE UNIQUE INDEX one_draft_plan ON support_plans (case_id) WHERE state = 'draft';
        CREATE UNIQUE INDEX one_proposed_plan ON support_plans (case_id) WHERE state = 'proposed';
        CREATE UNIQUE INDEX one_approved_plan ON support_plans (case_id) WHERE state = 'approved';
        -- A submitted revision's content never changes.
        CREATE TRIGGER submitted_plans_keep BEFORE UPDATE ON support_plans
        WHEN OLD.digest IS NOT NULL AND (NEW.answers <> OLD.answers OR NEW.items <> OLD.items OR NEW.responsibilities <> OLD.responsibilities
            OR NEW.authored_by <> OLD.authored_by OR NEW.is_family_plan <> OLD.is_family_plan OR NEW.number <> OLD.number
            OR NEW.case_id <> OLD.case_id OR NEW.justification_for_excess IS NOT OLD.justification_for_excess
            OR NEW.digest IS NOT OLD.digest OR NEW.submitted_at IS NOT OLD.submitted_at
            OR NEW.indicative_total_cents IS NOT OLD.indicative_total_cents)
        BEGIN SELECT RAISE(ABORT, 'a submitted plan does not change'); END;
        CREATE TRIGGER support_plans_keep_all BEFORE DELETE ON support_plans BEGIN SELECT RAISE(ABORT, 'plans are kept'); END;

        CREATE TABLE plan_comments (
            id TEXT NOT NULL PRIMARY KEY,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            version INTEGER NOT NULL,
            case_id TEXT NOT NULL REFERENCES cases (id),
            support_plan_id TEXT NOT NULL REFERENCES support_plans (id),
            text TEXT NOT NULL,
            written_by TEXT NOT NULL REFERENCES users (id)
        ) STRICT;
        CREATE INDEX plan_comments_by_case ON plan_comments (case_id, id);
        CREATE INDEX plan_comments_by_plan ON plan_comments (support_plan_id, id);
        CREATE TRIGGER plan_comments_keep BEFORE UPDATE ON plan_comments BEGIN SELECT RAISE(ABORT, 'comments only grow'); END;
        CREATE TRIGGER plan_comments_keep_all BEFORE DELETE ON plan_comments BEGIN SELECT RAISE(ABORT, 'comments only grow'); END;

        CREATE TABLE dialogue_rounds (
            id TEXT NOT NULL PRIMARY KEY,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            version INTEGER NOT NULL,
            case_id TEXT NOT NULL REFERENCES cases (id),
            number INTEGER NOT NULL,
            support_plan_id TEXT NOT NULL REFERENCES support_plans (id),
            held_on TEXT NOT NULL,
            topics TEXT NOT NULL,
            client_view TEXT NOT NULL,
            worker_view TEXT NOT NULL,
            agreed INTEGER NOT NULL,
            open_points TEXT NOT NULL,
            UNIQUE (case_id, number)
        ) STRICT;
        CREATE INDEX dialogue_rounds_by_case ON dialogue_rounds (case_id, id);
        CREATE INDEX dialogue_rounds_by_plan ON dialogue_rounds (support_plan_id, id);
        CREATE TRIGGER dialogue_rounds_keep BEFORE UPDATE ON dialogue_rounds BEGIN SELECT RAISE(ABORT, 'rounds only grow'); END;
        CREATE TRIGGER dialogue_rounds_keep_all BEFORE DELETE ON dialogue_rounds BEGIN SELECT RAISE(ABORT, 'rounds only grow'); END;

        CREATE TABLE decisions (
            id TEXT NOT NULL PRIMARY KEY,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            version INTEGER NOT NULL,
            case_id TEXT NOT NULL REFERENCES cases (id),
            kind TEXT NOT NULL,
            state TEXT NOT NULL,
            support_plan_id TEXT NOT NULL REFERENCES support_plans (id),
            budget_id TEXT NOT NULL,
            authority TEXT NOT NULL,
            authority_name TEXT NOT NULL,
            parties TEXT NOT NULL,
            entitlements TEXT NOT NULL,
            reasons TEXT,
            provisions TEXT NOT NULL,
            contact TEXT,
            appeal_instructions TEXT,
            valid_from TEXT,
            valid_to TEXT,
            fixed_term_reason TEXT,
            prepared_by TEXT NOT NULL REFERENCES users (id),
            proposed_by TEXT REFERENCES users (id),
            proposed_on TEXT,
            proposed_total_cents INTEGER,
            proposed_budget_version INTEGER,
            outcome TEXT,
            decided_on TEXT,
            decided_by TEXT REFERENCES users (id),
            plan_digest TEXT,
            granted_total_cents INTEGER,
            budget_version INTEGER
        ) STRICT;
        CREATE INDEX decisions_by_case ON decisions (case_id, id);
        CREATE INDEX decisions_by_state ON decisions (state, id);
        -- One decision of a case before its decider at a time.
        CREATE UNIQUE INDEX one_pending_decision ON decisions (case_id) WHERE state IN ('proposed', 'on_agenda');
        -- A made decision's content never changes; its way to the client (dispatched, served) does.
        CREATE TRIGGER made_decisions_keep BEFORE UPDATE ON decisions
        WHEN OLD.decided_on IS NOT NULL AND (NEW.parties <> OLD.parties OR NEW.entitlements <> OLD.entitlements OR NEW.reasons IS NOT OLD.reasons
            OR NEW.provisions <> OLD.provisions OR NEW.contact IS NOT OLD.contact OR NEW.appeal_instructions IS NOT OLD.appeal_instructions
            OR NEW.valid_from IS NOT OLD.valid_from OR NEW.valid_to IS NOT OLD.valid_to OR NEW.fixed_term_reason IS NOT OLD.fixed_term_reason
            OR NEW.kind <> OLD.kind OR NEW.case_id <> OLD.case_id OR NEW.support_plan_id <> OLD.support_plan_id OR NEW.budget_id <> OLD.budget_id
            OR NEW.authority <> OLD.authority OR NEW.authority_name <> OLD.authority_name OR NEW.prepared_by <> OLD.prepared_by
            OR NEW.proposed_by IS NOT OLD.proposed_by OR NEW.proposed_on IS NOT OLD.proposed_on
            OR NEW.proposed_total_cents IS NOT OLD.proposed_total_cents OR NEW.proposed_budget_version IS NOT OLD.proposed_budget_version
            OR NEW.outcome IS NOT OLD.outcome OR NEW.decided_on IS NOT OLD.decided_on OR NEW.decided_by IS NOT OLD.decided_by
            OR NEW.plan_digest IS NOT OLD.plan_digest OR NEW.granted_total_cents IS NOT OLD.granted_total_cents
            OR NEW.budget_version IS NOT OLD.budget_version)
        BEGIN SELECT RAISE(ABORT, 'a made decision does not change'); END;
        CREATE TRIGGER decisions_keep_all BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are kept'); END;

        CREATE TABLE body_handlings (
            id TEXT NOT NULL PRIMARY KEY,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            version INTEGER NOT NULL,
            case_id TEXT NOT NULL REFERENCES cases (id),
            decision_id TEXT NOT NULL REFERENCES decisions (id),
            meeting_date TEXT NOT NULL,
            item_number INTEGER NOT NULL,
            presenter TEXT NOT NULL,
            members TEXT NOT NULL,
            recusals TEXT NOT NULL,
            outcome TEXT NOT NULL,
            reasons TEXT,
            questions TEXT NOT NULL,
            due_on TEXT,
            minutes_reference TEXT
        ) STRICT;
        CREATE INDEX body_handlings_by_case ON body_handlings (case_id, id);
        CREATE INDEX body_handlings_by_decision ON body_handlings (decision_id, id);
        CREATE TRIGGER body_handlings_keep BEFORE UPDATE ON body_handlings BEGIN SELECT RAISE(ABORT, 'handlings only grow'); END;
        CREATE TRIGGER body_handlings_keep_all BEFORE DELETE ON body_handlings BEGIN SELECT RAISE(ABORT, 'handlings only grow'); END;

        -- To whom, when and how a decision was sent never changes; the shown day of receipt is added.
        CREATE TABLE notices (
            id TEXT NOT NULL PRIMARY KEY,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            version INTEGER NOT NULL,
            case_id TEXT NOT NULL REFERENCES cases (id),
            decision_id TEXT NOT NULL REFERENCES decisions (id),
            representative_id TEXT,
            method TEXT NOT NULL,
            sent_on TEXT NOT NULL,
            received_on TEXT,
            evidence TEXT
        ) STRICT;
        CREATE INDEX notices_by_case ON notices (case_id, id);
        CREATE INDEX notices_by_decision ON notices (decision_id, id);
        CREATE TRIGGER notices_keep BEFORE UPDATE ON notices
        WHEN NEW.decision_id <> OLD.decision_id OR NEW.representative_id IS NOT OLD.representative_id OR NEW.method <> OLD.method
            OR NEW.sent_on <> OLD.sent_on
        BEGIN SELECT RAISE(ABORT, 'a notice that was sent does not change'); END;
        CREATE TRIGGER notices_keep_all BEFORE DELETE ON notices BEGIN SELECT RAISE(ABORT, 'notices are kept'); END;

        CREATE TABLE service_plans (
            id TEXT NOT NULL PRIMARY KEY,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            version INTEGER NOT NULL,
            case_id TEXT NOT NULL REFERENCES cases (id),
            number INTEGER NOT NULL,
            decision_id TEXT REFERENCES decisions (id),
            client_assessment TEXT NOT NULL,
            worker_assessment TEXT NOT NULL,
            services TEXT NOT NULL,
            goals TEXT NOT NULL,
            contacts TEXT NOT NULL,
            review_on TEXT,
            UNIQUE (case_id, number)
        ) STRICT;
        CREATE INDEX service_plans_by_case ON service_plans (case_id, id);
        CREATE INDEX service_plans_by_decision ON service_plans (decision_id, id);
        CREATE TRIGGER service_plans_keep BEFORE UPDATE ON service_plans BEGIN SELECT RAISE(ABORT, 'a version of a service plan does not change'); END;
        CREATE TRIGGER service_plans_keep_all BEFORE DELETE ON service_plans BEGIN SELECT RAISE(ABORT, 'service plans are kept'); END;

        """
}
