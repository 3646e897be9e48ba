extension Migrations {
    static let needs = """
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

        """
}
