-- Users are people: a user has roles in units, each with its days, and a key is for one of them.

CREATE TABLE user_roles (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    role TEXT NOT NULL,
    unit_id TEXT REFERENCES units (id),
    valid_from TEXT,
    valid_to TEXT,
    row_digest BLOB
) STRICT;
CREATE INDEX user_roles_by_user ON user_roles (user_id, id);
CREATE INDEX user_roles_by_role ON user_roles (role, unit_id, id);

-- Until now a user had one role. It becomes the user's main role, which has the identity of the user.
INSERT INTO user_roles (id, created_at, updated_at, version, user_id, role, unit_id)
SELECT id, created_at, updated_at, 1, id, role, unit_id FROM users;
ALTER TABLE access_keys ADD COLUMN role_id TEXT REFERENCES user_roles (id);
UPDATE access_keys SET role_id = user_id;

-- The last day of a unit; null while it goes on.
ALTER TABLE units ADD COLUMN valid_to TEXT;

-- Keys that were made for staff, for the data protection officer. Who granted may be the command line, which is no user.
CREATE TABLE key_grants (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    key_id TEXT NOT NULL REFERENCES access_keys (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    role TEXT NOT NULL,
    unit_id TEXT REFERENCES units (id),
    granted_by TEXT NOT NULL,
    state TEXT NOT NULL,
    seen_by TEXT REFERENCES users (id),
    seen_at INTEGER,
    row_digest BLOB
) STRICT;
CREATE INDEX key_grants_by_state ON key_grants (state, id);
CREATE INDEX key_grants_by_user ON key_grants (user_id, id);
