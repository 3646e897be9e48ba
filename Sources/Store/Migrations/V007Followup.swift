extension Migrations {
    static let followup = """
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

        """
}
