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
