extension Migrations {
    static let prices = """
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

        """
}
