extension Migrations {
    static let earlierVersions = """
        -- What could be changed of a resource before each of its last changes, as JSON: who changed an older version is told what differs from it.
        CREATE TABLE earlier_versions (
            noun TEXT NOT NULL,
            id TEXT NOT NULL,
            version INTEGER NOT NULL,
            members BLOB NOT NULL,
            PRIMARY KEY (noun, id, version)
        ) STRICT, WITHOUT ROWID;

        """
}
