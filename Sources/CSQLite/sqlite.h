// SQLite functions that Swift cannot call directly.
#ifndef CSQLITE_H
#define CSQLITE_H
#include <sqlite3.h>

// sqlite3_db_config(3) is variadic. The query planner stability guarantee: a statement keeps the plan it was prepared with.
static inline int csqlite_keep_plans(sqlite3 *database) {
    return sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_QPSG, 1, (int *)0);
}
#endif
