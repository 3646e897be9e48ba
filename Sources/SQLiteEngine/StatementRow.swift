import SQL

/// Our `Row`, under a name that does not clash with GRDB's (which also has a type called `SQL`, so the module cannot qualify it).
typealias StatementRow = Row
