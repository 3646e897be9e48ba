-- Texts of the logs that were destroyed. The rows of the logs keep their hashes; the texts lay beside them (step 16). The anchors have the same
-- register, so that a restore of an older backup destroys them again.
CREATE TABLE destructions (
    number INTEGER NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    chain TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    reason TEXT NOT NULL,
    row_digest BLOB,
    UNIQUE (chain, sequence)
) STRICT;
CREATE TRIGGER destructions_keep BEFORE UPDATE OF number, at, chain, sequence, reason ON destructions
BEGIN SELECT RAISE(ABORT, 'the register of destructions only grows'); END;
CREATE TRIGGER destructions_keep_all BEFORE DELETE ON destructions BEGIN SELECT RAISE(ABORT, 'the register of destructions only grows'); END;
