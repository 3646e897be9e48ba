-- The schema of the database: every migration in order. Made by `make docs`; do not edit.

-- Step 1: foundation

-- Who may sign in, the client register, cases, regional models, the two logs.
-- Dates are ISO text, instants integer microseconds UTC, money integer cents, flags 0 and 1, ids text.

CREATE TABLE units (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE clients (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    hetu TEXT NOT NULL UNIQUE,
    number TEXT NOT NULL UNIQUE,
    given_names TEXT NOT NULL,
    family_name TEXT NOT NULL,
    language TEXT NOT NULL,
    municipality TEXT NOT NULL,
    street_address TEXT,
    postal_code TEXT,
    post_office TEXT,
    phone TEXT,
    email TEXT,
    communication_need TEXT,
    death_date TEXT,
    folded_family_name TEXT NOT NULL,
    folded_given_names TEXT NOT NULL
) STRICT;
CREATE INDEX clients_by_family_name ON clients (folded_family_name, id);
CREATE INDEX clients_by_given_names ON clients (folded_given_names, id);

CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    unit_id TEXT REFERENCES units (id),
    client_id TEXT REFERENCES clients (id),
    -- Representatives come in v003, so nothing is referred to here; whoever makes a key checks it.
    representative_id TEXT,
    source_system TEXT
) STRICT;
CREATE INDEX users_by_name ON users (name, role);

CREATE TABLE access_keys (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    token_hash TEXT NOT NULL UNIQUE,
    expires_at INTEGER,
    revoked_at INTEGER
) STRICT;

CREATE TABLE regional_models (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    code TEXT NOT NULL,
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    name TEXT NOT NULL,
    county TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    goals TEXT,
    contact TEXT NOT NULL,
    deciding_authority TEXT NOT NULL,
    authority_name TEXT NOT NULL,
    body_name TEXT,
    office_holder_limit_cents INTEGER NOT NULL,
    four_eyes_above_cents INTEGER NOT NULL,
    allowed_bases TEXT NOT NULL,
    allowed_service_types TEXT NOT NULL,
    excluded_purposes TEXT NOT NULL,
    carry_over TEXT NOT NULL,
    carry_over_value INTEGER NOT NULL,
    tolerance_percent INTEGER NOT NULL,
    reallocation_percent INTEGER NOT NULL,
    trial_maximum_days INTEGER NOT NULL,
    review_interval_months INTEGER NOT NULL,
    monitoring_required INTEGER NOT NULL,
    administration_modes TEXT NOT NULL,
    required_forms TEXT NOT NULL,
    UNIQUE (code, number)
) STRICT;

CREATE TABLE cases (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    client_id TEXT NOT NULL REFERENCES clients (id),
    model_id TEXT NOT NULL REFERENCES regional_models (id),
    contact_at TEXT NOT NULL,
    channel TEXT NOT NULL,
    applicant_role TEXT NOT NULL,
    application_received_at TEXT,
    is_urgent INTEGER NOT NULL,
    state TEXT NOT NULL,
    unit_id TEXT REFERENCES units (id),
    responsible_worker_id TEXT REFERENCES users (id),
    other_services TEXT NOT NULL,
    assessment_start_due TEXT NOT NULL,
    decision_due TEXT NOT NULL,
    execution_due TEXT NOT NULL,
    assessment_started_on TEXT,
    decision_extended_until TEXT,
    decision_extension_reason TEXT,
    execution_extended_until TEXT,
    execution_extension_reason TEXT,
    closing_reason TEXT,
    closed_on TEXT
) STRICT;
CREATE INDEX cases_by_client ON cases (client_id, id);
CREATE INDEX cases_by_state ON cases (state, id);
CREATE INDEX cases_by_worker ON cases (responsible_worker_id, state, id);
-- The rule of one open case holds in the database too.
CREATE UNIQUE INDEX one_open_case ON cases (client_id) WHERE state <> 'closed';

CREATE TABLE events (
    sequence INTEGER NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    user_id TEXT NOT NULL,
    role TEXT NOT NULL,
    client_id TEXT,
    case_id TEXT,
    noun TEXT NOT NULL,
    noun_id TEXT NOT NULL,
    verb TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT,
    reason TEXT,
    hash BLOB NOT NULL
) STRICT;
CREATE INDEX events_by_case ON events (case_id, sequence);

CREATE TABLE access_log (
    sequence INTEGER NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    user_id TEXT NOT NULL,
    role TEXT NOT NULL,
    unit_id TEXT,
    -- Whose data: the identities of all clients of the answer, sixteen octets each.
    client_ids BLOB NOT NULL,
    case_id TEXT,
    operation TEXT NOT NULL,
    purpose TEXT,
    status INTEGER NOT NULL,
    request_id TEXT NOT NULL,
    hash BLOB NOT NULL
) STRICT;

-- Which rows of the access log are about a client: made from the log afterwards, in long sorted runs, because an index that every row
-- touches somewhere else costs ten times what the row costs. Rows after indexed_to are not in it yet.
CREATE TABLE access_log_clients (
    client_id BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (client_id, sequence)
) STRICT, WITHOUT ROWID;
CREATE TABLE access_log_index (indexed_to INTEGER NOT NULL) STRICT;
INSERT INTO access_log_index (indexed_to) VALUES (0);

CREATE TABLE idempotent_answers (
    caller TEXT NOT NULL,
    key TEXT NOT NULL,
    digest TEXT NOT NULL,
    status INTEGER NOT NULL,
    headers TEXT NOT NULL,
    body BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (caller, key)
) STRICT;

CREATE TABLE secrets (
    name TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

-- The logs only grow.
CREATE TRIGGER events_keep BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events only grow'); END;
CREATE TRIGGER events_keep_all BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events only grow'); END;
CREATE TRIGGER access_log_keep BEFORE UPDATE ON access_log BEGIN SELECT RAISE(ABORT, 'the access log only grows'); END;
CREATE TRIGGER access_log_keep_all BEFORE DELETE ON access_log BEGIN SELECT RAISE(ABORT, 'the access log only grows'); END;

-- Step 2: network

-- The people around the client and the meetings with them.

CREATE TABLE close_persons (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    client_id TEXT NOT NULL REFERENCES clients (id),
    name TEXT NOT NULL,
    relation TEXT NOT NULL,
    phone TEXT,
    contact_forbidden INTEGER NOT NULL,
    valid_from TEXT,
    valid_to TEXT
) STRICT;
CREATE INDEX close_persons_by_client ON close_persons (client_id, id);

CREATE TABLE meetings (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL,
    held_on TEXT NOT NULL,
    place TEXT NOT NULL,
    place_chosen_by TEXT NOT NULL,
    invitees_chosen_by_client INTEGER NOT NULL,
    close_person_ids TEXT NOT NULL,
    other_participants TEXT NOT NULL,
    minutes TEXT
) STRICT;
CREATE INDEX meetings_by_case ON meetings (case_id, id);

-- Step 3: needs

-- From guidance and alternatives to the client's choice, and what is found out about needs (domain.md, S3 to S14).

CREATE TABLE representatives (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    client_id TEXT NOT NULL REFERENCES clients (id),
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    scope TEXT NOT NULL,
    basis TEXT,
    phone TEXT,
    notice_address TEXT,
    valid_from TEXT NOT NULL,
    valid_to TEXT
) STRICT;
CREATE INDEX representatives_by_client ON representatives (client_id, id);

CREATE TABLE guidance_events (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    topic TEXT NOT NULL,
    recipient TEXT NOT NULL,
    given_on TEXT NOT NULL,
    materials TEXT NOT NULL
) STRICT;
CREATE INDEX guidance_events_by_case ON guidance_events (case_id, id);

CREATE TABLE alternatives (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    presented_by TEXT NOT NULL,
    form TEXT NOT NULL,
    title TEXT NOT NULL,
    pros TEXT NOT NULL,
    cons TEXT NOT NULL,
    presented_on TEXT NOT NULL
) STRICT;
CREATE INDEX alternatives_by_case ON alternatives (case_id, id);
CREATE TRIGGER alternatives_keep BEFORE UPDATE ON alternatives BEGIN SELECT RAISE(ABORT, 'what was presented does not change'); END;
CREATE TRIGGER alternatives_keep_all BEFORE DELETE ON alternatives BEGIN SELECT RAISE(ABORT, 'what was presented does not change'); END;

CREATE TABLE suitabilities (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    possibilities TEXT NOT NULL,
    risks TEXT NOT NULL,
    support_needed TEXT
) STRICT;
CREATE UNIQUE INDEX one_suitability ON suitabilities (case_id);

CREATE TABLE choices (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    state TEXT NOT NULL,
    chosen INTEGER NOT NULL,
    chosen_on TEXT NOT NULL,
    commitments_acknowledged TEXT NOT NULL,
    withdrawn_on TEXT
) STRICT;
CREATE INDEX choices_by_case ON choices (case_id, id);
-- The rule of one choice that holds is kept in the database too.
CREATE UNIQUE INDEX one_standing_choice ON choices (case_id) WHERE state = 'standing';

CREATE TABLE statements (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL,
    stated_by TEXT NOT NULL,
    state TEXT NOT NULL,
    supported_by TEXT NOT NULL,
    life_area TEXT,
    priority INTEGER NOT NULL,
    wordings TEXT NOT NULL,
    worker_views TEXT NOT NULL
) STRICT;
CREATE INDEX statements_by_case ON statements (case_id, id);
-- Words and views only grow: what stands there already begins what comes after it.
CREATE TRIGGER statements_words_grow BEFORE UPDATE ON statements
WHEN substr(NEW.wordings, 1, length(OLD.wordings)) <> OLD.wordings
    OR substr(NEW.worker_views, 1, length(OLD.worker_views)) <> OLD.worker_views
BEGIN SELECT RAISE(ABORT, 'words and views only grow'); END;
CREATE TRIGGER statements_keep_all BEFORE DELETE ON statements BEGIN SELECT RAISE(ABORT, 'statements stay'); END;

CREATE TABLE working_notes (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    polarity TEXT NOT NULL,
    subject TEXT NOT NULL,
    service_description TEXT,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX working_notes_by_case ON working_notes (case_id, id);

CREATE TABLE life_plans (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    number INTEGER NOT NULL,
    written_by TEXT NOT NULL,
    sections TEXT NOT NULL,
    UNIQUE (case_id, number)
) STRICT;
CREATE INDEX life_plans_by_case ON life_plans (case_id, id);
CREATE TRIGGER life_plans_keep BEFORE UPDATE ON life_plans BEGIN SELECT RAISE(ABORT, 'a version of a life plan does not change'); END;
CREATE TRIGGER life_plans_keep_all BEFORE DELETE ON life_plans BEGIN SELECT RAISE(ABORT, 'a version of a life plan does not change'); END;

CREATE TABLE assessment_methods (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    minimum INTEGER,
    maximum INTEGER,
    valid_from TEXT NOT NULL,
    valid_to TEXT
) STRICT;
CREATE INDEX assessment_methods_by_code ON assessment_methods (code, id);

CREATE TABLE assessments (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    method_id TEXT NOT NULL REFERENCES assessment_methods (id),
    method_code TEXT NOT NULL,
    assessed_on TEXT NOT NULL,
    assessor TEXT NOT NULL,
    score INTEGER,
    text TEXT,
    client_view TEXT,
    worker_view TEXT
) STRICT;
CREATE INDEX assessments_by_case ON assessments (case_id, id);

CREATE TABLE network_maps (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    number INTEGER NOT NULL,
    nodes TEXT NOT NULL,
    edges TEXT NOT NULL,
    UNIQUE (case_id, number)
) STRICT;
CREATE INDEX network_maps_by_case ON network_maps (case_id, id);
CREATE TRIGGER network_maps_keep BEFORE UPDATE ON network_maps BEGIN SELECT RAISE(ABORT, 'a version of a network map does not change'); END;
CREATE TRIGGER network_maps_keep_all BEFORE DELETE ON network_maps BEGIN SELECT RAISE(ABORT, 'a version of a network map does not change'); END;

CREATE TABLE exercise_agreements (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    purpose TEXT,
    manner TEXT,
    agreed_on TEXT NOT NULL
) STRICT;
CREATE INDEX exercise_agreements_by_case ON exercise_agreements (case_id, id);

CREATE TABLE exercise_results (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    agreement_id TEXT NOT NULL REFERENCES exercise_agreements (id),
    done_on TEXT NOT NULL,
    text TEXT NOT NULL,
    score INTEGER,
    client_view TEXT
) STRICT;
CREATE INDEX exercise_results_by_case ON exercise_results (case_id, id);
CREATE INDEX exercise_results_by_agreement ON exercise_results (agreement_id, id);

-- Step 4: prices

-- Service types, the price list, providers, the services clients have, calculations.

CREATE TABLE service_types (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    code TEXT NOT NULL UNIQUE,
    name_fi TEXT NOT NULL,
    name_sv TEXT NOT NULL,
    unit TEXT NOT NULL,
    law TEXT NOT NULL,
    legal_basis TEXT NOT NULL,
    is_subjective_right INTEGER NOT NULL,
    is_free_of_charge INTEGER NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT
) STRICT;

CREATE TABLE providers (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    business_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    approved_service_types TEXT NOT NULL,
    approved_from TEXT NOT NULL,
    approved_to TEXT,
    iban TEXT,
    oid TEXT,
    e_invoice_address TEXT
) STRICT;

CREATE TABLE prices (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    service_type_code TEXT NOT NULL REFERENCES service_types (code),
    provider_id TEXT REFERENCES providers (id),
    unit_price_cents INTEGER NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    source TEXT NOT NULL
) STRICT;
CREATE INDEX prices_by_service_type ON prices (service_type_code, provider_id, valid_from);
-- A row of the price list never changes but for its end, and is never taken away.
CREATE TRIGGER prices_keep BEFORE UPDATE ON prices
WHEN NEW.service_type_code <> OLD.service_type_code OR NEW.provider_id IS NOT OLD.provider_id
    OR NEW.unit_price_cents <> OLD.unit_price_cents OR NEW.valid_from <> OLD.valid_from OR NEW.source <> OLD.source
BEGIN SELECT RAISE(ABORT, 'a price does not change'); END;
CREATE TRIGGER prices_keep_all BEFORE DELETE ON prices BEGIN SELECT RAISE(ABORT, 'prices are kept'); END;

CREATE TABLE current_services (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    service_type_code TEXT NOT NULL REFERENCES service_types (code),
    provider_id TEXT REFERENCES providers (id),
    description TEXT NOT NULL,
    quantity_per_year_thousandths INTEGER NOT NULL,
    annual_cost_cents INTEGER NOT NULL,
    wants_change INTEGER NOT NULL,
    started_on TEXT NOT NULL,
    ended_on TEXT
) STRICT;
CREATE INDEX current_services_by_case ON current_services (case_id, id);

CREATE TABLE budget_calculations (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    basis TEXT NOT NULL,
    prices_as_of TEXT NOT NULL,
    lines TEXT NOT NULL,
    total_cents INTEGER NOT NULL,
    computed_by TEXT NOT NULL REFERENCES users (id),
    state TEXT NOT NULL
) STRICT;
CREATE INDEX budget_calculations_by_case ON budget_calculations (case_id, id);
-- At most one calculation of a case is the chosen one.
CREATE UNIQUE INDEX one_chosen_calculation ON budget_calculations (case_id) WHERE state = 'chosen';
-- What was computed stays as it was; only its state moves.
CREATE TRIGGER budget_calculations_keep BEFORE UPDATE ON budget_calculations
WHEN NEW.case_id <> OLD.case_id OR NEW.basis <> OLD.basis OR NEW.prices_as_of <> OLD.prices_as_of OR NEW.lines <> OLD.lines
    OR NEW.total_cents <> OLD.total_cents OR NEW.computed_by <> OLD.computed_by
BEGIN SELECT RAISE(ABORT, 'a calculation does not change'); END;
CREATE TRIGGER budget_calculations_keep_all BEFORE DELETE ON budget_calculations
BEGIN SELECT RAISE(ABORT, 'calculations are kept'); END;

-- Step 5: plan

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

-- Step 6: budget

-- Budgets, their lines and ledger, what is bought with them, and what source systems say was delivered.

CREATE TABLE budgets (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    calculation_id TEXT NOT NULL REFERENCES budget_calculations (id),
    period_from TEXT NOT NULL,
    period_to TEXT NOT NULL,
    administration_mode TEXT NOT NULL,
    state TEXT NOT NULL,
    total_cents INTEGER NOT NULL,
    decision_id TEXT REFERENCES decisions (id),
    carried_out_cents INTEGER NOT NULL,
    carried_into TEXT REFERENCES budgets (id)
) STRICT;
CREATE INDEX budgets_by_case ON budgets (case_id, id);
CREATE INDEX budgets_by_end ON budgets (state, period_to, id);

CREATE TABLE budget_lines (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    budget_id TEXT NOT NULL REFERENCES budgets (id),
    number INTEGER NOT NULL,
    service_type_code TEXT NOT NULL REFERENCES service_types (code),
    purpose TEXT NOT NULL,
    legal_basis TEXT NOT NULL,
    quantity_thousandths INTEGER NOT NULL,
    unit_price_cents INTEGER NOT NULL,
    amount_cents INTEGER NOT NULL,
    is_flexible INTEGER NOT NULL,
    is_earmarked INTEGER NOT NULL,
    UNIQUE (budget_id, number)
) STRICT;
CREATE INDEX budget_lines_by_case ON budget_lines (case_id, id);
-- The lines are the client's to change until a decision is asked for; from then on they are what was decided.
CREATE TRIGGER decided_lines_keep BEFORE UPDATE ON budget_lines
WHEN (SELECT state FROM budgets WHERE id = OLD.budget_id) <> 'indicative'
BEGIN SELECT RAISE(ABORT, 'the lines of a decided budget do not change'); END;
CREATE TRIGGER decided_lines_keep_all BEFORE DELETE ON budget_lines
WHEN (SELECT state FROM budgets WHERE id = OLD.budget_id) <> 'indicative'
BEGIN SELECT RAISE(ABORT, 'the lines of a decided budget are kept'); END;

CREATE TABLE agreements (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    budget_id TEXT NOT NULL REFERENCES budgets (id),
    budget_line_id TEXT NOT NULL REFERENCES budget_lines (id),
    service_type_code TEXT NOT NULL REFERENCES service_types (code),
    mode TEXT NOT NULL,
    provider_id TEXT REFERENCES providers (id),
    period_from TEXT NOT NULL,
    period_to TEXT NOT NULL,
    quantity_thousandths INTEGER NOT NULL,
    unit_price_cents INTEGER NOT NULL,
    amount_cents INTEGER NOT NULL,
    close_person_reason TEXT,
    is_trial INTEGER NOT NULL,
    trial_outcome TEXT,
    client_opinion TEXT,
    state TEXT NOT NULL,
    ordered_on TEXT NOT NULL,
    ended_on TEXT
) STRICT;
CREATE INDEX agreements_by_case ON agreements (case_id, id);
CREATE INDEX agreements_by_budget ON agreements (budget_id, id);
CREATE INDEX agreements_by_end ON agreements (state, period_to, id);

CREATE TABLE transfers (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    budget_id TEXT NOT NULL REFERENCES budgets (id),
    from_line_id TEXT NOT NULL REFERENCES budget_lines (id),
    to_line_id TEXT NOT NULL REFERENCES budget_lines (id),
    amount_cents INTEGER NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX transfers_by_case ON transfers (case_id, id);
CREATE INDEX transfers_by_budget ON transfers (budget_id, id);

CREATE TABLE service_data_batches (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    source_system TEXT NOT NULL,
    pushed_by TEXT NOT NULL REFERENCES users (id),
    row_count INTEGER NOT NULL,
    accepted_count INTEGER NOT NULL,
    duplicate_count INTEGER NOT NULL,
    held_count INTEGER NOT NULL,
    rejected_count INTEGER NOT NULL
) STRICT;
CREATE INDEX service_data_batches_by_source ON service_data_batches (source_system, id);

-- One event of one source, once for ever. What the source told never changes; what became of it does.
CREATE TABLE actuals (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    -- The batch is kept after its rows, in one transaction.
    batch_id TEXT NOT NULL REFERENCES service_data_batches (id) DEFERRABLE INITIALLY DEFERRED,
    source_system TEXT NOT NULL,
    received_on TEXT NOT NULL,
    event_id TEXT NOT NULL,
    client_hetu TEXT,
    client_number TEXT,
    told_agreement_id TEXT,
    service_type_code TEXT NOT NULL,
    service_date TEXT NOT NULL,
    told_start TEXT NOT NULL,
    told_end TEXT,
    quantity_thousandths INTEGER NOT NULL,
    unit TEXT NOT NULL,
    provider_business_id TEXT,
    told_amount_cents INTEGER,
    status TEXT NOT NULL,
    corrects TEXT,
    state TEXT NOT NULL,
    client_id TEXT REFERENCES clients (id),
    case_id TEXT REFERENCES cases (id),
    agreement_id TEXT REFERENCES agreements (id),
    budget_line_id TEXT REFERENCES budget_lines (id),
    amount_cents INTEGER,
    hold TEXT,
    note TEXT,
    UNIQUE (source_system, event_id)
) STRICT;
CREATE INDEX actuals_by_case ON actuals (case_id, id);
CREATE INDEX actuals_by_state ON actuals (state, id);
CREATE TRIGGER told_actuals_keep BEFORE UPDATE ON actuals
WHEN NEW.source_system <> OLD.source_system OR NEW.received_on <> OLD.received_on OR NEW.event_id <> OLD.event_id OR NEW.client_hetu IS NOT OLD.client_hetu
    OR NEW.client_number IS NOT OLD.client_number OR NEW.told_agreement_id IS NOT OLD.told_agreement_id
    OR NEW.service_type_code <> OLD.service_type_code OR NEW.told_start <> OLD.told_start OR NEW.told_end IS NOT OLD.told_end
    OR NEW.quantity_thousandths <> OLD.quantity_thousandths OR NEW.unit <> OLD.unit
    OR NEW.provider_business_id IS NOT OLD.provider_business_id OR NEW.told_amount_cents IS NOT OLD.told_amount_cents
    OR NEW.status <> OLD.status OR NEW.corrects IS NOT OLD.corrects
BEGIN SELECT RAISE(ABORT, 'what a source told does not change'); END;
CREATE TRIGGER actuals_keep_all BEFORE DELETE ON actuals BEGIN SELECT RAISE(ABORT, 'actuals are kept'); END;

CREATE TABLE service_data_items (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    batch_id TEXT NOT NULL REFERENCES service_data_batches (id),
    place INTEGER NOT NULL,
    event_id TEXT,
    outcome TEXT NOT NULL,
    first_outcome TEXT,
    code TEXT,
    detail TEXT,
    actual_id TEXT REFERENCES actuals (id)
) STRICT;
CREATE INDEX service_data_items_by_batch ON service_data_items (batch_id, id);

CREATE TABLE ledger_entries (
    sequence INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    recorded_at INTEGER NOT NULL,
    recorded_by TEXT NOT NULL,
    business_date TEXT NOT NULL,
    kind TEXT NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    budget_id TEXT NOT NULL REFERENCES budgets (id),
    line_id TEXT NOT NULL REFERENCES budget_lines (id),
    amount_cents INTEGER NOT NULL CHECK (amount_cents > 0 OR (kind IN ('amend', 'index') AND amount_cents <> 0)),
    agreement_id TEXT REFERENCES agreements (id),
    actual_id TEXT REFERENCES actuals (id),
    transfer_id TEXT REFERENCES transfers (id),
    reversed_id TEXT REFERENCES ledger_entries (id),
    reason TEXT,
    hash BLOB NOT NULL
) STRICT;
-- Balances are sums over these; the index holds all that a sum needs.
CREATE INDEX ledger_entries_by_line ON ledger_entries (budget_id, line_id, kind, business_date, recorded_at, amount_cents);
CREATE INDEX ledger_entries_by_agreement ON ledger_entries (agreement_id, kind, amount_cents);
CREATE INDEX ledger_entries_by_actual ON ledger_entries (actual_id, sequence);
CREATE INDEX ledger_entries_in_order ON ledger_entries (budget_id, sequence);
-- An entry is taken back at most once.
CREATE UNIQUE INDEX one_reversal ON ledger_entries (reversed_id) WHERE reversed_id IS NOT NULL;
CREATE TRIGGER ledger_entries_keep BEFORE UPDATE ON ledger_entries BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER ledger_entries_keep_all BEFORE DELETE ON ledger_entries BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;

-- Step 7: followup

-- Follow-up: monitoring, reviews, forms, the client's diary and effort, research consents, the catalogue, assistants, peer groups,
-- workers' experiences, ideas for the model.

CREATE TABLE monitoring_agreements (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    what TEXT NOT NULL,
    how TEXT NOT NULL,
    interval_months INTEGER NOT NULL CHECK (interval_months BETWEEN 1 AND 36),
    with_whom TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    next_due TEXT NOT NULL,
    rounds TEXT NOT NULL,
    missed_count INTEGER NOT NULL
) STRICT;
CREATE INDEX monitoring_agreements_by_case ON monitoring_agreements (case_id, id);
CREATE INDEX monitoring_agreements_by_due ON monitoring_agreements (next_due, id);

CREATE TABLE reviews (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    scheduled_for TEXT NOT NULL,
    participants TEXT NOT NULL,
    state TEXT NOT NULL,
    held_on TEXT,
    goal_scores TEXT NOT NULL,
    client_view TEXT,
    worker_view TEXT,
    decision TEXT,
    next_review_on TEXT,
    -- What was held has both views.
    CHECK (state = 'scheduled' OR (held_on IS NOT NULL AND client_view IS NOT NULL AND worker_view IS NOT NULL AND decision IS NOT NULL))
) STRICT;
CREATE INDEX reviews_by_case ON reviews (case_id, id);
CREATE INDEX reviews_by_day ON reviews (state, scheduled_for, id);

CREATE TABLE form_instruments (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    phases TEXT NOT NULL,
    items TEXT NOT NULL,
    is_open INTEGER NOT NULL
) STRICT;

CREATE TABLE form_instances (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    instrument_code TEXT NOT NULL REFERENCES form_instruments (code),
    phase TEXT NOT NULL,
    due_on TEXT NOT NULL,
    state TEXT NOT NULL,
    answers TEXT NOT NULL,
    answered_on TEXT,
    report_discussed_on TEXT
) STRICT;
CREATE INDEX form_instances_by_case ON form_instances (case_id, id);
CREATE INDEX form_instances_by_instrument ON form_instances (instrument_code, phase, state);
CREATE INDEX form_instances_by_day ON form_instances (state, due_on, id);
-- One start and one end for a case hold in the database too.
CREATE UNIQUE INDEX one_start_one_end ON form_instances (case_id, instrument_code, phase)
    WHERE phase <> 'interim' AND state IN ('expected', 'sent', 'answered');

CREATE TABLE diary_entries (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    held_on TEXT NOT NULL,
    text TEXT NOT NULL,
    state TEXT NOT NULL
) STRICT;
CREATE INDEX diary_entries_by_case ON diary_entries (case_id, id);

CREATE TABLE client_efforts (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    spent_on TEXT NOT NULL,
    minutes INTEGER NOT NULL,
    activity TEXT NOT NULL,
    cost_cents INTEGER NOT NULL CHECK (cost_cents >= 0),
    cost_type TEXT
) STRICT;
CREATE INDEX client_efforts_by_case ON client_efforts (case_id, id);

CREATE TABLE research_consents (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    scope TEXT NOT NULL,
    given_on TEXT NOT NULL,
    form TEXT NOT NULL,
    document TEXT,
    pseudonym TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    withdrawn_on TEXT
) STRICT;
CREATE INDEX research_consents_by_case ON research_consents (case_id, id);
CREATE UNIQUE INDEX one_given_consent ON research_consents (case_id, scope) WHERE state = 'given';

CREATE TABLE catalogue_items (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    life_area TEXT NOT NULL,
    service_type TEXT,
    price_from_cents INTEGER,
    price_to_cents INTEGER,
    regional_model_code TEXT,
    language TEXT NOT NULL,
    is_plain_language INTEGER NOT NULL,
    media TEXT NOT NULL,
    state TEXT NOT NULL,
    folded_words TEXT NOT NULL
) STRICT;
CREATE INDEX catalogue_items_by_state ON catalogue_items (state, id);

CREATE TABLE hb_assistants (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    contact TEXT NOT NULL,
    trained_on TEXT NOT NULL,
    languages TEXT NOT NULL
) STRICT;

CREATE TABLE assistant_authorisations (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    client_id TEXT NOT NULL REFERENCES clients (id),
    hb_assistant_id TEXT NOT NULL REFERENCES hb_assistants (id),
    user_id TEXT REFERENCES users (id),
    parts TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    written_on TEXT NOT NULL,
    state TEXT NOT NULL
) STRICT;
CREATE INDEX assistant_authorisations_by_client ON assistant_authorisations (client_id, id);
CREATE INDEX assistant_authorisations_by_user ON assistant_authorisations (user_id, client_id);

CREATE TABLE peer_groups (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    state TEXT NOT NULL
) STRICT;

CREATE TABLE peer_memberships (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    peer_group_id TEXT NOT NULL REFERENCES peer_groups (id),
    client_id TEXT NOT NULL REFERENCES clients (id),
    opted_in_on TEXT NOT NULL,
    state TEXT NOT NULL,
    left_on TEXT
) STRICT;
CREATE INDEX peer_memberships_by_group ON peer_memberships (peer_group_id, id);
CREATE INDEX peer_memberships_by_client ON peer_memberships (client_id, id);
CREATE UNIQUE INDEX one_membership ON peer_memberships (peer_group_id, client_id) WHERE state = 'member';

CREATE TABLE peer_meetings (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    peer_group_id TEXT NOT NULL REFERENCES peer_groups (id),
    held_on TEXT NOT NULL,
    themes TEXT NOT NULL,
    attended_count INTEGER NOT NULL
) STRICT;
CREATE INDEX peer_meetings_by_group ON peer_meetings (peer_group_id, id);

CREATE TABLE group_discussions (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    held_on TEXT NOT NULL,
    invited_count INTEGER NOT NULL,
    attended_count INTEGER NOT NULL,
    themes TEXT NOT NULL
) STRICT;

-- No column here says who answered.
CREATE TABLE worker_experiences (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    theme TEXT NOT NULL,
    score INTEGER,
    text TEXT,
    regional_model_code TEXT
) STRICT;

-- No client and no case here: an idea is no part of a case file.
CREATE TABLE development_ideas (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    author_id TEXT NOT NULL REFERENCES users (id),
    author_role TEXT NOT NULL,
    regional_model_code TEXT NOT NULL,
    text TEXT NOT NULL,
    state TEXT NOT NULL,
    reply TEXT,
    replied_on TEXT
) STRICT;
CREATE INDEX development_ideas_by_author ON development_ideas (author_id, id);

-- Step 8: access index

-- Which rows of the access log are about a client. For each client and each run of the log (AccessIndex) one row: the sequence number of
-- the first, and of all of them the differences to the one before, seven bits an octet. A page of fifty clients is one row of the log; as
-- one row of the index for each of the fifty, it cost the writer more to index than to answer.
DROP TABLE access_log_clients;
CREATE TABLE access_log_clients (
    client_id BLOB NOT NULL,
    first INTEGER NOT NULL,
    sequences BLOB NOT NULL,
    PRIMARY KEY (client_id, first)
) STRICT, WITHOUT ROWID;
UPDATE access_log_index SET indexed_to = 0;

-- Step 9: earlier versions

-- What could be changed of a resource before each of its last changes, as JSON: who changed an older version is told what differs from it.
CREATE TABLE earlier_versions (
    noun TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    members BLOB NOT NULL,
    PRIMARY KEY (noun, id, version)
) STRICT, WITHOUT ROWID;

-- Step 10: idempotency expiry

-- Answers kept for whoever sends the same again are let go of by their age.
CREATE INDEX idempotent_answers_at ON idempotent_answers (at);

-- Step 11: lists and search

-- Orders of lists, and the search by name.

-- What the order by name compares (NameOrder): filled after these statements by the code, which knows the letters.
DROP INDEX clients_by_family_name;
DROP INDEX clients_by_given_names;
ALTER TABLE clients DROP COLUMN folded_family_name;
ALTER TABLE clients DROP COLUMN folded_given_names;
ALTER TABLE clients ADD COLUMN name_order TEXT NOT NULL DEFAULT '';
CREATE INDEX clients_by_name ON clients (name_order, id);
ALTER TABLE users ADD COLUMN name_order TEXT NOT NULL DEFAULT '';
CREATE INDEX users_in_order ON users (name_order, id);
ALTER TABLE providers ADD COLUMN name_order TEXT NOT NULL DEFAULT '';
CREATE INDEX providers_by_name ON providers (name_order, id);

-- Each folded word of a client's name, with all of them beside it: a search with several words reads the rows of one.
CREATE TABLE client_names (
    word TEXT NOT NULL,
    client_id TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (word, client_id)
) STRICT, WITHOUT ROWID;
-- Each word that is in client_names, and the same with one letter left out, once: what a word with a slip has in common with it.
CREATE TABLE name_neighbours (
    neighbour TEXT NOT NULL,
    word TEXT NOT NULL,
    PRIMARY KEY (neighbour, word)
) STRICT, WITHOUT ROWID;

-- The last days with their extensions.
ALTER TABLE cases ADD COLUMN decision_last_day TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN execution_last_day TEXT NOT NULL DEFAULT '';
UPDATE cases SET decision_last_day = coalesce(decision_extended_until, decision_due),
    execution_last_day = coalesce(execution_extended_until, execution_due);
CREATE INDEX cases_by_contact ON cases (contact_at, id);
CREATE INDEX cases_by_decision ON cases (decision_last_day, id);
CREATE INDEX cases_by_execution ON cases (execution_last_day, id);

-- The work queue of one worker: what waits in a case, of each kind, without reading the rest.
CREATE INDEX cases_undecided ON cases (responsible_worker_id, decision_last_day, id)
    WHERE state IN ('opened', 'assessing', 'alternatives', 'hb_chosen', 'planning', 'decision_pending');
CREATE INDEX support_plans_submitted ON support_plans (case_id, number, id) WHERE state = 'submitted';
CREATE INDEX support_plans_returned ON support_plans (case_id, number, id) WHERE state = 'returned';
CREATE INDEX decisions_made ON decisions (case_id, decided_on, id) WHERE state = 'made';
CREATE INDEX budgets_effective ON budgets (case_id, period_to, id) WHERE state = 'effective';
CREATE INDEX actuals_held ON actuals (case_id, received_on, id) WHERE state = 'held';
CREATE INDEX reviews_scheduled ON reviews (case_id, scheduled_for, id) WHERE state = 'scheduled';
CREATE INDEX trials_active ON agreements (case_id, period_to, id) WHERE is_trial = 1 AND state = 'active';

CREATE INDEX prices_by_day ON prices (valid_from, id);
CREATE INDEX prices_by_service ON prices (service_type_code, id);
CREATE INDEX actuals_by_service_date ON actuals (state, service_date, id);

-- Step 12: sealed hetus

-- National ids at rest: sealed under a key that is not in the database, found by a mark, shown masked (decision 0013).

-- The mark is made from the whole national id after these statements by the code, which has the key; until then it is the national id.
ALTER TABLE clients RENAME COLUMN hetu TO hetu_mark;
ALTER TABLE clients ADD COLUMN hetu_masked TEXT NOT NULL DEFAULT '';
ALTER TABLE clients ADD COLUMN hetu_sealed BLOB NOT NULL DEFAULT x'';

DROP TRIGGER told_actuals_keep;
ALTER TABLE actuals RENAME COLUMN client_hetu TO client_hetu_masked;
ALTER TABLE actuals ADD COLUMN client_hetu_sealed BLOB;
-- A whole national id, eleven characters, may be masked; a seal may be renewed, not taken away.
CREATE TRIGGER told_actuals_keep BEFORE UPDATE ON actuals
WHEN NEW.source_system <> OLD.source_system OR NEW.received_on <> OLD.received_on OR NEW.event_id <> OLD.event_id
    OR (NEW.client_hetu_masked IS NOT OLD.client_hetu_masked AND coalesce(length(OLD.client_hetu_masked), 0) <> 11)
    OR (NEW.client_hetu_sealed IS NULL AND OLD.client_hetu_sealed IS NOT NULL)
    OR NEW.client_number IS NOT OLD.client_number OR NEW.told_agreement_id IS NOT OLD.told_agreement_id
    OR NEW.service_type_code <> OLD.service_type_code OR NEW.told_start <> OLD.told_start OR NEW.told_end IS NOT OLD.told_end
    OR NEW.quantity_thousandths <> OLD.quantity_thousandths OR NEW.unit <> OLD.unit
    OR NEW.provider_business_id IS NOT OLD.provider_business_id OR NEW.told_amount_cents IS NOT OLD.told_amount_cents
    OR NEW.status <> OLD.status OR NEW.corrects IS NOT OLD.corrects
BEGIN SELECT RAISE(ABORT, 'what a source told does not change'); END;

-- The versions of the key that rows may be sealed under, with what tells each from another key. The keys are in the key file.
CREATE TABLE hetu_keys (
    version INTEGER NOT NULL PRIMARY KEY,
    proof BLOB NOT NULL
) STRICT;

CREATE TABLE hetu_key_rotations (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    requested_by TEXT NOT NULL,
    state TEXT NOT NULL,
    to_version INTEGER
) STRICT;

-- What stood in the open is written over when the file is made anew; until that was done this row is here.
INSERT INTO secrets (name, value) SELECT 'to_compact', x'' WHERE EXISTS (SELECT 1 FROM clients) OR EXISTS (SELECT 1 FROM actuals);

-- Step 13: anchors

-- The number of the newest line of the anchors (Anchor), which stand in a file of their own: lines taken from its end are missed.
CREATE TABLE anchors (line INTEGER NOT NULL) STRICT;
INSERT INTO anchors (line) VALUES (0);

-- Step 14: access

-- Who may see what: the care of a client, deputies, files opened with a reason, keys cut to some rights, their last use.

-- The care of a client: unit and responsible worker of the newest case (Care). Beside every case too, so that lists are cut by it and stay in order.
ALTER TABLE clients ADD COLUMN care_unit_id TEXT;
ALTER TABLE clients ADD COLUMN care_worker_id TEXT;
UPDATE clients SET
    care_unit_id = (SELECT c.unit_id FROM cases c WHERE c.client_id = clients.id ORDER BY c.id DESC LIMIT 1),
    care_worker_id = (SELECT c.responsible_worker_id FROM cases c WHERE c.client_id = clients.id ORDER BY c.id DESC LIMIT 1);
-- A client without a case is in the care of the unit that took the client into the register.
UPDATE clients SET care_unit_id = (
    SELECT u.unit_id FROM events e JOIN users u ON u.id = e.user_id
    WHERE e.client_id = clients.id AND e.noun = 'client' AND e.verb = 'created' ORDER BY e.sequence LIMIT 1
) WHERE NOT EXISTS (SELECT 1 FROM cases c WHERE c.client_id = clients.id);
ALTER TABLE cases ADD COLUMN care_unit_id TEXT;
ALTER TABLE cases ADD COLUMN care_worker_id TEXT;
UPDATE cases SET
    care_unit_id = (SELECT k.care_unit_id FROM clients k WHERE k.id = cases.client_id),
    care_worker_id = (SELECT k.care_worker_id FROM clients k WHERE k.id = cases.client_id);

-- Every list of clients and of cases is one unit's.
DROP INDEX clients_by_name;
CREATE INDEX clients_by_name ON clients (care_unit_id, name_order, id);
CREATE INDEX clients_of_unit ON clients (care_unit_id, id);
CREATE INDEX clients_of_worker ON clients (care_worker_id, care_unit_id, id);
DROP INDEX cases_by_contact;
DROP INDEX cases_by_decision;
DROP INDEX cases_by_execution;
CREATE INDEX cases_by_contact ON cases (care_unit_id, contact_at, id);
CREATE INDEX cases_by_decision ON cases (care_unit_id, decision_last_day, id);
CREATE INDEX cases_by_execution ON cases (care_unit_id, execution_last_day, id);
CREATE INDEX cases_of_unit ON cases (care_unit_id, id);
CREATE INDEX cases_of_care_worker ON cases (care_worker_id, care_unit_id, id);

ALTER TABLE users ADD COLUMN valid_from TEXT;
ALTER TABLE users ADD COLUMN valid_to TEXT;
-- Names of rights; empty for all of the role's.
ALTER TABLE access_keys ADD COLUMN scope TEXT NOT NULL DEFAULT '';
CREATE INDEX access_keys_by_user ON access_keys (user_id, id);

-- When a key was last used, to the minute. Apart from the keys, for a use is no change of who may sign in.
CREATE TABLE key_uses (
    key_id TEXT NOT NULL PRIMARY KEY,
    used_at INTEGER NOT NULL
) STRICT;

CREATE TABLE deputyships (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    absent_id TEXT NOT NULL REFERENCES users (id),
    deputy_id TEXT NOT NULL REFERENCES users (id),
    period_from TEXT NOT NULL,
    period_to TEXT NOT NULL
) STRICT;
CREATE INDEX deputyships_by_deputy ON deputyships (deputy_id, id);
CREATE INDEX deputyships_by_absent ON deputyships (absent_id, id);

CREATE TABLE break_glasses (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    client_id TEXT NOT NULL REFERENCES clients (id),
    reason TEXT NOT NULL,
    explanation TEXT NOT NULL,
    ends_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    reviewed_by TEXT REFERENCES users (id),
    reviewed_at INTEGER,
    review_statement TEXT
) STRICT;
CREATE INDEX break_glasses_by_user ON break_glasses (user_id, ends_at, client_id);
CREATE INDEX break_glasses_by_state ON break_glasses (state, id);

CREATE TABLE ties (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    client_id TEXT REFERENCES clients (id),
    provider_id TEXT REFERENCES providers (id),
    ground TEXT NOT NULL,
    ended_on TEXT
) STRICT;
CREATE INDEX ties_by_user ON ties (user_id, id);

-- Who last wrote what a model says: another brings it into force.
ALTER TABLE regional_models ADD COLUMN prepared_by TEXT;

-- Non-disclosure orders; the clients each protects have the mark.
CREATE TABLE non_disclosures (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    client_id TEXT NOT NULL REFERENCES clients (id),
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    source TEXT NOT NULL,
    contact_address TEXT,
    household_client_ids TEXT NOT NULL,
    ended_on TEXT,
    end_reason TEXT
) STRICT;
CREATE UNIQUE INDEX one_non_disclosure ON non_disclosures (client_id) WHERE ended_on IS NULL;
CREATE INDEX non_disclosures_by_client ON non_disclosures (client_id, id);
ALTER TABLE clients ADD COLUMN is_protected INTEGER NOT NULL DEFAULT 0;

-- Whose data a kept answer holds: it is given again to who may still see it.
ALTER TABLE idempotent_answers ADD COLUMN client_ids BLOB NOT NULL DEFAULT x'';

-- Step 15: access grounds

-- On what each look rested: a relation, nothing, or one for each client with commas; null where no more is known than the role.
ALTER TABLE access_log ADD COLUMN grounds TEXT;
-- dry_run where nothing was kept, replay where an earlier answer was given again.
ALTER TABLE access_log ADD COLUMN manner TEXT;

-- Step 16: row digests

-- Every row that counts has a keyed digest, and every digest is in a chain (row 116, decision 0019). The digests are made after all statements by
-- the code, which has the key.

ALTER TABLE units ADD COLUMN row_digest BLOB;
ALTER TABLE clients ADD COLUMN row_digest BLOB;
ALTER TABLE users ADD COLUMN row_digest BLOB;
ALTER TABLE access_keys ADD COLUMN row_digest BLOB;
ALTER TABLE regional_models ADD COLUMN row_digest BLOB;
ALTER TABLE cases ADD COLUMN row_digest BLOB;
ALTER TABLE idempotent_answers ADD COLUMN row_digest BLOB;
ALTER TABLE secrets ADD COLUMN row_digest BLOB;
ALTER TABLE close_persons ADD COLUMN row_digest BLOB;
ALTER TABLE meetings ADD COLUMN row_digest BLOB;
ALTER TABLE representatives ADD COLUMN row_digest BLOB;
ALTER TABLE guidance_events ADD COLUMN row_digest BLOB;
ALTER TABLE alternatives ADD COLUMN row_digest BLOB;
ALTER TABLE suitabilities ADD COLUMN row_digest BLOB;
ALTER TABLE choices ADD COLUMN row_digest BLOB;
ALTER TABLE statements ADD COLUMN row_digest BLOB;
ALTER TABLE working_notes ADD COLUMN row_digest BLOB;
ALTER TABLE life_plans ADD COLUMN row_digest BLOB;
ALTER TABLE assessment_methods ADD COLUMN row_digest BLOB;
ALTER TABLE assessments ADD COLUMN row_digest BLOB;
ALTER TABLE network_maps ADD COLUMN row_digest BLOB;
ALTER TABLE exercise_agreements ADD COLUMN row_digest BLOB;
ALTER TABLE exercise_results ADD COLUMN row_digest BLOB;
ALTER TABLE service_types ADD COLUMN row_digest BLOB;
ALTER TABLE providers ADD COLUMN row_digest BLOB;
ALTER TABLE prices ADD COLUMN row_digest BLOB;
ALTER TABLE current_services ADD COLUMN row_digest BLOB;
ALTER TABLE budget_calculations ADD COLUMN row_digest BLOB;
ALTER TABLE plan_questions ADD COLUMN row_digest BLOB;
ALTER TABLE support_plans ADD COLUMN row_digest BLOB;
ALTER TABLE plan_comments ADD COLUMN row_digest BLOB;
ALTER TABLE dialogue_rounds ADD COLUMN row_digest BLOB;
ALTER TABLE decisions ADD COLUMN row_digest BLOB;
ALTER TABLE body_handlings ADD COLUMN row_digest BLOB;
ALTER TABLE notices ADD COLUMN row_digest BLOB;
ALTER TABLE service_plans ADD COLUMN row_digest BLOB;
ALTER TABLE budgets ADD COLUMN row_digest BLOB;
ALTER TABLE budget_lines ADD COLUMN row_digest BLOB;
ALTER TABLE agreements ADD COLUMN row_digest BLOB;
ALTER TABLE transfers ADD COLUMN row_digest BLOB;
ALTER TABLE service_data_batches ADD COLUMN row_digest BLOB;
ALTER TABLE actuals ADD COLUMN row_digest BLOB;
ALTER TABLE service_data_items ADD COLUMN row_digest BLOB;
ALTER TABLE ledger_entries ADD COLUMN row_digest BLOB;
ALTER TABLE monitoring_agreements ADD COLUMN row_digest BLOB;
ALTER TABLE reviews ADD COLUMN row_digest BLOB;
ALTER TABLE form_instruments ADD COLUMN row_digest BLOB;
ALTER TABLE form_instances ADD COLUMN row_digest BLOB;
ALTER TABLE diary_entries ADD COLUMN row_digest BLOB;
ALTER TABLE client_efforts ADD COLUMN row_digest BLOB;
ALTER TABLE research_consents ADD COLUMN row_digest BLOB;
ALTER TABLE catalogue_items ADD COLUMN row_digest BLOB;
ALTER TABLE hb_assistants ADD COLUMN row_digest BLOB;
ALTER TABLE assistant_authorisations ADD COLUMN row_digest BLOB;
ALTER TABLE peer_groups ADD COLUMN row_digest BLOB;
ALTER TABLE peer_memberships ADD COLUMN row_digest BLOB;
ALTER TABLE peer_meetings ADD COLUMN row_digest BLOB;
ALTER TABLE group_discussions ADD COLUMN row_digest BLOB;
ALTER TABLE worker_experiences ADD COLUMN row_digest BLOB;
ALTER TABLE development_ideas ADD COLUMN row_digest BLOB;
ALTER TABLE earlier_versions ADD COLUMN row_digest BLOB;
ALTER TABLE hetu_key_rotations ADD COLUMN row_digest BLOB;
ALTER TABLE key_uses ADD COLUMN row_digest BLOB;
ALTER TABLE deputyships ADD COLUMN row_digest BLOB;
ALTER TABLE break_glasses ADD COLUMN row_digest BLOB;
ALTER TABLE ties ADD COLUMN row_digest BLOB;
ALTER TABLE non_disclosures ADD COLUMN row_digest BLOB;

-- The digests of all rows that one transaction wrote, and the last rows of the other chains at its end.
CREATE TABLE row_digests (
    sequence INTEGER NOT NULL PRIMARY KEY,
    key_version INTEGER NOT NULL,
    entries BLOB NOT NULL,
    heads BLOB NOT NULL,
    code BLOB NOT NULL,
    hash BLOB NOT NULL
) STRICT;
CREATE TRIGGER row_digests_keep BEFORE UPDATE ON row_digests BEGIN SELECT RAISE(ABORT, 'the digests only grow'); END;
CREATE TRIGGER row_digests_keep_all BEFORE DELETE ON row_digests BEGIN SELECT RAISE(ABORT, 'the digests only grow'); END;

-- Personal texts of the logs are kept beside the chains, so that they can be destroyed when their time of retention is over. The chain holds
-- the digest of the text. Older rows have the text in their own column.
CREATE TABLE log_texts (
    chain TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    salt BLOB NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (chain, sequence)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER log_texts_keep BEFORE UPDATE ON log_texts BEGIN SELECT RAISE(ABORT, 'a text of a log does not change'); END;
ALTER TABLE events ADD COLUMN reason_digest BLOB;
ALTER TABLE access_log ADD COLUMN purpose_digest BLOB;
ALTER TABLE ledger_entries ADD COLUMN reason_digest BLOB;

-- The number of entries of each budget.
CREATE TABLE ledger_tallies (
    budget_id TEXT NOT NULL PRIMARY KEY,
    entries INTEGER NOT NULL,
    row_digest BLOB
) STRICT;

-- No national id is sealed under a retired version of the key, but digests of rows were made under it.
ALTER TABLE hetu_keys ADD COLUMN is_retired INTEGER NOT NULL DEFAULT 0;
ALTER TABLE hetu_keys ADD COLUMN row_digest BLOB;
-- The newest line of the anchors: a line that a crash kept from the file is appended at the next start.
ALTER TABLE anchors ADD COLUMN text TEXT;

-- Rows that never change may get a new digest.
DROP TRIGGER alternatives_keep;
CREATE TRIGGER alternatives_keep BEFORE UPDATE OF id, created_at, updated_at, version, case_id, presented_by, form, title, pros, cons,
    presented_on ON alternatives
BEGIN SELECT RAISE(ABORT, 'what was presented does not change'); END;
DROP TRIGGER life_plans_keep;
CREATE TRIGGER life_plans_keep BEFORE UPDATE OF id, created_at, updated_at, version, case_id, number, written_by, sections ON life_plans
BEGIN SELECT RAISE(ABORT, 'a version of a life plan does not change'); END;
DROP TRIGGER network_maps_keep;
CREATE TRIGGER network_maps_keep BEFORE UPDATE OF id, created_at, updated_at, version, case_id, number, nodes, edges ON network_maps
BEGIN SELECT RAISE(ABORT, 'a version of a network map does not change'); END;
DROP TRIGGER plan_questions_keep;
CREATE TRIGGER plan_questions_keep BEFORE UPDATE OF id, created_at, updated_at, version, code, text_fi, text_sv, text_plain_finnish,
    is_required, place, valid_from, valid_to, regional_model_code ON plan_questions
BEGIN SELECT RAISE(ABORT, 'a version of a question does not change'); END;
DROP TRIGGER plan_comments_keep;
CREATE TRIGGER plan_comments_keep BEFORE UPDATE OF id, created_at, updated_at, version, case_id, support_plan_id, text, written_by ON
    plan_comments
BEGIN SELECT RAISE(ABORT, 'comments only grow'); END;
DROP TRIGGER dialogue_rounds_keep;
CREATE TRIGGER dialogue_rounds_keep BEFORE UPDATE OF id, created_at, updated_at, version, case_id, number, support_plan_id, held_on,
    topics, client_view, worker_view, agreed, open_points ON dialogue_rounds
BEGIN SELECT RAISE(ABORT, 'rounds only grow'); END;
DROP TRIGGER body_handlings_keep;
CREATE TRIGGER body_handlings_keep BEFORE UPDATE OF id, created_at, updated_at, version, case_id, decision_id, meeting_date,
    item_number, presenter, members, recusals, outcome, reasons, questions, due_on, minutes_reference ON body_handlings
BEGIN SELECT RAISE(ABORT, 'handlings only grow'); END;
DROP TRIGGER service_plans_keep;
CREATE TRIGGER service_plans_keep BEFORE UPDATE OF id, created_at, updated_at, version, case_id, number, decision_id, client_assessment,
    worker_assessment, services, goals, contacts, review_on ON service_plans
BEGIN SELECT RAISE(ABORT, 'a version of a service plan does not change'); END;
DROP TRIGGER ledger_entries_keep;
CREATE TRIGGER ledger_entries_keep BEFORE UPDATE OF sequence, id, recorded_at, recorded_by, business_date, kind, case_id, budget_id,
    line_id, amount_cents, agreement_id, actual_id, transfer_id, reversed_id, reason, reason_digest, hash ON ledger_entries
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
DROP TRIGGER decided_lines_keep;
CREATE TRIGGER decided_lines_keep BEFORE UPDATE OF id, created_at, updated_at, version, case_id, budget_id, number, service_type_code,
    purpose, legal_basis, quantity_thousandths, unit_price_cents, amount_cents, is_flexible, is_earmarked ON budget_lines
WHEN (SELECT state FROM budgets WHERE id = OLD.budget_id) <> 'indicative'
BEGIN SELECT RAISE(ABORT, 'the lines of a decided budget do not change'); END;

-- Step 17: idempotency marks

-- The keys of kept answers are marks under the key of national ids: a caller may put anything into a key, and nothing of it is readable
-- here. The keys that are kept already are marked after this script by the code, which has the key (IdempotencyStore.markKeys).

-- Step 18: before the deciders

-- Who reads what before the deciders: a decision that is sent is before them until it is served.

-- The notices without a receipt, by method and day of sending: those of the last days may still be on their way.
CREATE INDEX notices_without_receipt ON notices (method, sent_on, decision_id) WHERE received_on IS NULL;

-- Step 19: destructions

-- Texts of the logs that were destroyed. The rows of the logs keep their hashes; the texts lay beside them (step 16). The anchors have the same
-- register, so that a restore of an older backup destroys them again.
CREATE TABLE destructions (
    number INTEGER NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    chain TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    reason TEXT NOT NULL,
    row_digest BLOB,
    UNIQUE (chain, sequence)
) STRICT;
CREATE TRIGGER destructions_keep BEFORE UPDATE OF number, at, chain, sequence, reason ON destructions
BEGIN SELECT RAISE(ABORT, 'the register of destructions only grows'); END;
CREATE TRIGGER destructions_keep_all BEFORE DELETE ON destructions BEGIN SELECT RAISE(ABORT, 'the register of destructions only grows'); END;

-- Step 20: users

-- Users are people: a user has roles in units, each with its days, and a key is for one of them.

CREATE TABLE user_roles (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    role TEXT NOT NULL,
    unit_id TEXT REFERENCES units (id),
    valid_from TEXT,
    valid_to TEXT,
    row_digest BLOB
) STRICT;
CREATE INDEX user_roles_by_user ON user_roles (user_id, id);
CREATE INDEX user_roles_by_role ON user_roles (role, unit_id, id);

-- Until now a user had one role. It becomes the user's main role, which has the identity of the user.
INSERT INTO user_roles (id, created_at, updated_at, version, user_id, role, unit_id)
SELECT id, created_at, updated_at, 1, id, role, unit_id FROM users;
ALTER TABLE access_keys ADD COLUMN role_id TEXT REFERENCES user_roles (id);
UPDATE access_keys SET role_id = user_id;

-- The last day of a unit; null while it goes on.
ALTER TABLE units ADD COLUMN valid_to TEXT;

-- Keys that were made for staff, for the data protection officer. Who granted may be the command line, which is no user.
CREATE TABLE key_grants (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    key_id TEXT NOT NULL REFERENCES access_keys (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    role TEXT NOT NULL,
    unit_id TEXT REFERENCES units (id),
    granted_by TEXT NOT NULL,
    state TEXT NOT NULL,
    seen_by TEXT REFERENCES users (id),
    seen_at INTEGER,
    row_digest BLOB
) STRICT;
CREATE INDEX key_grants_by_state ON key_grants (state, id);
CREATE INDEX key_grants_by_user ON key_grants (user_id, id);

-- Step 21: work items

-- The work queues: each item, as it follows from the rows of the other tables. The code fills the table after these statements.

CREATE TABLE work_items (
    -- Empty for a held actual of no known case.
    case_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    noun_id TEXT NOT NULL,
    due_on TEXT NOT NULL,
    -- The first day on which the item is in its queue.
    visible_from TEXT NOT NULL,
    -- The rest repeats what the case says, so that each queue is a range of an index.
    client_id TEXT,
    worker_id TEXT,
    unit_id TEXT,
    care_unit_id TEXT,
    -- Who decides on a proposal; null for all other items.
    authority TEXT,
    PRIMARY KEY (case_id, kind, noun_id)
) STRICT, WITHOUT ROWID;

-- Each index has the order of the queue after the column that a queue is read by. That of a unit also has what visibility asks for, so that its
-- items are counted without their rows.
CREATE INDEX work_items_of_care_unit ON work_items (care_unit_id, due_on, kind, noun_id, case_id, visible_from);
CREATE INDEX work_items_of_care_unit_by_kind ON work_items (care_unit_id, kind, due_on, noun_id, case_id, visible_from);
CREATE INDEX work_items_of_worker ON work_items (worker_id, due_on, kind, noun_id, case_id, visible_from);
CREATE INDEX work_items_of_unit ON work_items (unit_id, due_on, kind, noun_id, case_id, visible_from, care_unit_id, client_id);
CREATE INDEX work_items_of_client ON work_items (client_id, due_on, kind, noun_id, case_id, visible_from);
CREATE INDEX work_items_by_kind ON work_items (kind, due_on, noun_id, case_id, visible_from);
CREATE INDEX work_items_of_authority ON work_items (authority, due_on, kind, noun_id, case_id, visible_from) WHERE authority IS NOT NULL;
CREATE INDEX work_items_by_noun ON work_items (noun_id);

-- The queue of one worker read the cases along this index.
DROP INDEX cases_undecided;
