extension Migrations {
    static let idempotencyExpiry = """
        -- Answers kept for whoever sends the same again are let go of by their age.
        CREATE INDEX idempotent_answers_at ON idempotent_answers (at);

        """
}
