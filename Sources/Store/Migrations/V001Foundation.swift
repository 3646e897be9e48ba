extension Migrations {
    static let foundation = """
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

        """
}
