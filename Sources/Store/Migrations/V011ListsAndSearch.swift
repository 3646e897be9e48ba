extension Migrations {
    static let listsAndSearch = """
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

        """
}
