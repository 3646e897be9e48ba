-- Support plans, decisions, service plans.

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
    return_questions TEXT NOT NULL,
    rework_due_on TEXT,
    UNIQUE (case_id, number)
) STRICT;
CREATE INDEX support_plans_by_case ON support_plans (case_id, id);
-- At most one revision before the decider and one approved at a time (domain.md, section 2.2).
CREATE UNIQUE INDEX one_proposed_plan ON support_plans (case_id) WHERE state = 'proposed';
CREATE UNIQUE INDEX one_approved_plan ON support_plans (case_id) WHERE state = 'approved';
-- A submitted revision's content never changes.
CREATE TRIGGER submitted_plans_keep BEFORE UPDATE ON support_plans
WHEN OLD.digest IS NOT NULL AND (NEW.answers <> OLD.answers OR NEW.items <> OLD.items OR NEW.responsibilities <> OLD.responsibilities
    OR NEW.authored_by <> OLD.authored_by OR NEW.digest <> OLD.digest)
BEGIN SELECT RAISE(ABORT, 'a submitted plan does not change'); END;

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
    parties TEXT NOT NULL,
    entitlements TEXT NOT NULL,
    reasons TEXT,
    provisions TEXT NOT NULL,
    contact TEXT,
    appeal_instructions TEXT,
    valid_from TEXT,
    valid_to TEXT,
    fixed_term_reason TEXT,
    prepared_by TEXT NOT NULL,
    outcome TEXT,
    decided_on TEXT,
    decided_by TEXT,
    plan_digest TEXT,
    granted_total_cents INTEGER,
    budget_version INTEGER
) STRICT;
CREATE INDEX decisions_by_case ON decisions (case_id, id);
CREATE INDEX decisions_by_state ON decisions (state, id);
-- A made decision's content never changes; its way to the client (dispatched, served) does.
CREATE TRIGGER made_decisions_keep BEFORE UPDATE ON decisions
WHEN OLD.decided_on IS NOT NULL AND (NEW.parties <> OLD.parties OR NEW.entitlements <> OLD.entitlements OR NEW.reasons IS NOT OLD.reasons
    OR NEW.provisions <> OLD.provisions OR NEW.contact IS NOT OLD.contact OR NEW.appeal_instructions IS NOT OLD.appeal_instructions
    OR NEW.outcome IS NOT OLD.outcome OR NEW.decided_on IS NOT OLD.decided_on OR NEW.granted_total_cents IS NOT OLD.granted_total_cents)
BEGIN SELECT RAISE(ABORT, 'a made decision does not change'); END;
CREATE TRIGGER decisions_keep_all BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are kept'); END;

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
