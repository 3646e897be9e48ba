extension Migrations {
    static let sealedHetus = """
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

        """
}
