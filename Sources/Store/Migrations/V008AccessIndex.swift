extension Migrations {
    static let accessIndex = """
        -- Which rows of the access log are about a client. For each client and each run of the log (AccessIndex) one row: the sequence number of
        -- the first, and of all of them the differences to the one before, seven bits an octet. A page of fifty clients is one row of the log; as
        -- one row of the index for each of the fifty, it cost the writer more to index than to answer.
        DROP TABLE access_log_clients;
        CREATE TABLE access_log_clients (
            client_id BLOB NOT NULL,
            first INTEGER NOT NULL,
            sequences BLOB NOT NULL,
            PRIMARY KEY (client_id, first)
        ) STRICT, WITHOUT ROWID;
        UPDATE access_log_index SET indexed_to = 0;

        """
}
