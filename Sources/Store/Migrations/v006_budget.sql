-- Budgets and their lines.

CREATE TABLE budgets (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    calculation_id TEXT NOT NULL,
    period_from TEXT NOT NULL,
    period_to TEXT NOT NULL,
    administration_mode TEXT NOT NULL,
    state TEXT NOT NULL,
    total_cents INTEGER NOT NULL,
    decision_id TEXT REFERENCES decisions (id)
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
    service_type_code TEXT NOT NULL,
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
