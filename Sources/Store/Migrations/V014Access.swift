extension Migrations {
    static let access = """
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

        """
}
