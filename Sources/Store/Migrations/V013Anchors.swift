extension Migrations {
    static let anchors = """
        -- The number of the newest line of the anchors (Anchor), which stand in a file of their own: lines taken from its end are missed.
        CREATE TABLE anchors (line INTEGER NOT NULL) STRICT;
        INSERT INTO anchors (line) VALUES (0);

        """
}
