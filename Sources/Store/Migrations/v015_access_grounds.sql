-- On what each look rested: a relation, nothing, or one for each client with commas; null where no more is known than the role.
ALTER TABLE access_log ADD COLUMN grounds TEXT;
