extension Migrations {
    static let budget = """
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

        """
}
