-- The work queues: each item, as it follows from the rows of the other tables. The code fills the table after these statements.

CREATE TABLE work_items (
    -- Empty for a held actual of no known case.
    case_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    noun_id TEXT NOT NULL,
    due_on TEXT NOT NULL,
    -- The first day on which the item is in its queue.
    visible_from TEXT NOT NULL,
    -- The rest repeats what the case says, so that each queue is a range of an index.
    client_id TEXT,
    worker_id TEXT,
    unit_id TEXT,
    care_unit_id TEXT,
    -- Who decides on a proposal; null for all other items.
    authority TEXT,
    PRIMARY KEY (case_id, kind, noun_id)
) STRICT, WITHOUT ROWID;

-- Each index has the order of the queue after the column that a queue is read by. That of a unit also has what visibility asks for, so that its
-- items are counted without their rows.
CREATE INDEX work_items_of_care_unit ON work_items (care_unit_id, due_on, kind, noun_id, case_id, visible_from);
CREATE INDEX work_items_of_care_unit_by_kind ON work_items (care_unit_id, kind, due_on, noun_id, case_id, visible_from);
CREATE INDEX work_items_of_worker ON work_items (worker_id, due_on, kind, noun_id, case_id, visible_from);
CREATE INDEX work_items_of_unit ON work_items (unit_id, due_on, kind, noun_id, case_id, visible_from, care_unit_id, client_id);
CREATE INDEX work_items_of_client ON work_items (client_id, due_on, kind, noun_id, case_id, visible_from);
CREATE INDEX work_items_by_kind ON work_items (kind, due_on, noun_id, case_id, visible_from);
CREATE INDEX work_items_of_authority ON work_items (authority, due_on, kind, noun_id, case_id, visible_from) WHERE authority IS NOT NULL;
CREATE INDEX work_items_by_noun ON work_items (noun_id);

-- The queue of one worker read the cases along this index.
DROP INDEX cases_undecided;
