extension Migrations {
    static let accessGrounds = """
        -- On what each look rested: a relation, nothing, or one for each client with commas; null where no more is known than the role.
        ALTER TABLE access_log ADD COLUMN grounds TEXT;
        -- dry_run where nothing was kept, replay where an earlier answer was given again.
        ALTER TABLE access_log ADD COLUMN manner TEXT;

        """
}
