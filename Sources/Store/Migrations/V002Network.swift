extension Migrations {
    static let network = """
        -- The people around the client and the meetings with them.

        CREATE TABLE close_persons (
            id TEXT NOT NULL PRIMARY KEY,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            version INTEGER NOT NULL,
            client_id TEXT NOT NULL REFERENCES clients (id),
            name TEXT NOT NULL,
            relation TEXT NOT NULL,
            phone TEXT,
            contact_forbidden INTEGER NOT NULL,
            valid_from TEXT,
            valid_to TEXT
        ) STRICT;
        CREATE INDEX close_persons_by_client ON close_persons (client_id, id);

        CREATE TABLE meetings (
            id TEXT NOT NULL PRIMARY KEY,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            version INTEGER NOT NULL,
            case_id TEXT NOT NULL REFERENCES cases (id),
            kind TEXT NOT NULL,
            held_on TEXT NOT NULL,
            place TEXT NOT NULL,
            place_chosen_by TEXT NOT NULL,
            invitees_chosen_by_client INTEGER NOT NULL,
            close_person_ids TEXT NOT NULL,
            other_participants TEXT NOT NULL,
            minutes TEXT
        ) STRICT;
        CREATE INDEX meetings_by_case ON meetings (case_id, id);

        """
}
