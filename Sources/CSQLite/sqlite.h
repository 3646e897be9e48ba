// SQLite functions that Swift cannot call directly.
#ifndef CSQLITE_H
#define CSQLITE_H
#include <sqlite3.h>
#include <sys/types.h>

// sqlite3_db_config(3) is variadic. The query planner stability guarantee: a statement keeps the plan it was prepared with.
static inline int csqlite_keep_plans(sqlite3 *database) {
    return sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_QPSG, 1, (int *)0);
}

// MARK: The files of a connection (sqlite3_file_control)

// The open database file, or with SQLITE_FCNTL_JOURNAL_POINTER its log; 0 without one.
static inline sqlite3_file *csqlite_file(sqlite3 *database, int which) {
    sqlite3_file *file = 0;
    int code = sqlite3_file_control(database, "main", which, &file);
    return code == SQLITE_OK && file && file->pMethods ? file : 0;
}

// The errno of the last system call that failed on the file; 0 if none did. sqlite3_system_errno does not report writes.
static inline int csqlite_errno(sqlite3 *database, int which) {
    sqlite3_file *file = csqlite_file(database, which);
    int number = 0;
    if (file) file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &number);
    return number;
}

// Makes what the process has written to the database file durable.
static inline int csqlite_sync(sqlite3 *database) {
    sqlite3_file *file = csqlite_file(database, SQLITE_FCNTL_FILE_POINTER);
    return file ? file->pMethods->xSync(file, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY) : SQLITE_MISUSE;
}

// Writes the octets of the log's file once more and syncs them. The connection must be in a writing transaction that has written nothing.
// Returns SQLITE_OK also if there is no log.
static inline int csqlite_rewrite_log(sqlite3 *writer) {
    sqlite3_file *log = csqlite_file(writer, SQLITE_FCNTL_JOURNAL_POINTER);
    sqlite3_int64 size = 0;
    if (!log) return SQLITE_OK;
    int code = log->pMethods->xFileSize(log, &size);
    char octets[65536];
    for (sqlite3_int64 at = 0; code == SQLITE_OK && at < size; at += sizeof octets) {
        int count = size - at < (sqlite3_int64)sizeof octets ? (int)(size - at) : (int)sizeof octets;
        code = log->pMethods->xRead(log, octets, count, at);
        if (code == SQLITE_OK) code = log->pMethods->xWrite(log, octets, count, at);
    }
    return code == SQLITE_OK && size > 0 ? log->pMethods->xSync(log, SQLITE_SYNC_NORMAL) : code;
}

// Grows the database file to a multiple of the chunk that is at least `size` bytes, with blocks allocated. SQLite afterwards cuts the file
// to a multiple of the chunk only.
static inline int csqlite_grow(sqlite3 *database, int chunk, sqlite3_int64 size) {
    int code = sqlite3_file_control(database, "main", SQLITE_FCNTL_CHUNK_SIZE, &chunk);
    return code == SQLITE_OK ? sqlite3_file_control(database, "main", SQLITE_FCNTL_SIZE_HINT, &size) : code;
}

// fallocate(2), which Swift's module of the C library leaves out.
extern int fallocate(int descriptor, int mode, off_t start, off_t length);

// Allocates the first `length` bytes of a file without changing its length (FALLOC_FL_KEEP_SIZE).
static inline int csqlite_allocate(int descriptor, off_t length) { return fallocate(descriptor, 1, 0, length); }

// MARK: The marks of the log's readers (https://sqlite.org/walformat.html, "The WAL-Index File Format")

// A checkpoint moves no frame beyond the mark of a reader. A pin is the mark of a reader that reads nothing: it ends a checkpoint at a
// chosen frame. It is set as a reader sets its mark: the slot is changed under its exclusive lock, then held by a shared lock.
enum {
    CSQLITE_INDEX_VERSION = 3007000,
    CSQLITE_INDEX_PAGE = 32768,
    // The number of committed frames, counted in 32-bit words.
    CSQLITE_FRAMES = 4,
    CSQLITE_WRITE_LOCK = 0,
    // The first mark, counted in 32-bit words: two headers of 48 bytes and the count of moved frames come before.
    CSQLITE_FIRST_MARK = 25,
    CSQLITE_MARKS = 5,
    // The lock of the first mark.
    CSQLITE_FIRST_MARK_LOCK = 3,
};

// The index of the log in 32-bit words; 0 if it is not there or has another version.
static inline unsigned volatile *csqlite_index(sqlite3_file *file) {
    void volatile *mapped = 0;
    if (!file || file->pMethods->iVersion < 2) return 0;
    if (file->pMethods->xShmMap(file, 0, CSQLITE_INDEX_PAGE, 0, &mapped) != SQLITE_OK || !mapped) return 0;
    unsigned volatile *words = (unsigned volatile *)mapped;
    return __atomic_load_n(words, __ATOMIC_ACQUIRE) == CSQLITE_INDEX_VERSION ? words : 0;
}

// Pins a frame that ends a commit.
// Returns the number of the mark, for csqlite_unpin; 0 if no mark is free or the index has another version.
static inline int csqlite_pin(sqlite3 *reader, unsigned frame) {
    sqlite3_file *file = csqlite_file(reader, SQLITE_FCNTL_FILE_POINTER);
    unsigned volatile *words = csqlite_index(file);
    if (!words) return 0;
    // Mark 0 stands for an empty log. Readers look for a free mark from 1 up, so this looks from the other end.
    for (int mark = CSQLITE_MARKS - 1; mark > 0; mark--) {
        int lock = CSQLITE_FIRST_MARK_LOCK + mark;
        unsigned volatile *word = words + CSQLITE_FIRST_MARK + mark;
        if (file->pMethods->xShmLock(file, lock, 1, SQLITE_SHM_LOCK | SQLITE_SHM_EXCLUSIVE) != SQLITE_OK) continue;
        __atomic_store_n(word, frame, __ATOMIC_SEQ_CST);
        file->pMethods->xShmLock(file, lock, 1, SQLITE_SHM_UNLOCK | SQLITE_SHM_EXCLUSIVE);
        if (file->pMethods->xShmLock(file, lock, 1, SQLITE_SHM_LOCK | SQLITE_SHM_SHARED) != SQLITE_OK) continue;
        // A reader may have taken the mark between the two locks.
        if (__atomic_load_n(word, __ATOMIC_SEQ_CST) == frame) return mark;
        file->pMethods->xShmLock(file, lock, 1, SQLITE_SHM_UNLOCK | SQLITE_SHM_SHARED);
    }
    return 0;
}

static inline void csqlite_unpin(sqlite3 *reader, int mark) {
    sqlite3_file *file = csqlite_file(reader, SQLITE_FCNTL_FILE_POINTER);
    if (file) file->pMethods->xShmLock(file, CSQLITE_FIRST_MARK_LOCK + mark, 1, SQLITE_SHM_UNLOCK | SQLITE_SHM_SHARED);
}

// Cuts the end of the log's file, which no frame uses, by at most `step` bytes, and keeps `least`. As SQLite does when it cuts the file, this
// holds the lock of writers; the frames that are left were synced by their commit, and so was the header that begins them.
// Returns how many bytes may be cut afterwards; 0 also if another program writes or the file cannot be cut.
static inline sqlite3_int64 csqlite_cut_log(sqlite3 *writer, sqlite3_int64 least, sqlite3_int64 step, sqlite3_int64 frame_bytes) {
    sqlite3_file *file = csqlite_file(writer, SQLITE_FCNTL_FILE_POINTER), *log = csqlite_file(writer, SQLITE_FCNTL_JOURNAL_POINTER);
    sqlite3_int64 size = 0, left = 0;
    if (!log || log->pMethods->xFileSize(log, &size) != SQLITE_OK || size <= least) return 0;
    unsigned volatile *words = csqlite_index(file);
    if (!words) return 0;
    if (file->pMethods->xShmLock(file, CSQLITE_WRITE_LOCK, 1, SQLITE_SHM_LOCK | SQLITE_SHM_EXCLUSIVE) != SQLITE_OK) return 0;
    unsigned frames = __atomic_load_n(words + CSQLITE_FRAMES, __ATOMIC_SEQ_CST);
    // Without frames, a crash would recover what the file holds of the log before.
    if (frames > 0) {
        sqlite3_int64 end = ((sqlite3_int64)frames + 1) * frame_bytes;
        if (end < least) end = least;
        sqlite3_int64 goal = size - step > end ? size - step : end;
        if (goal < size && log->pMethods->xTruncate(log, goal) == SQLITE_OK) left = goal - end;
    }
    file->pMethods->xShmLock(file, CSQLITE_WRITE_LOCK, 1, SQLITE_SHM_UNLOCK | SQLITE_SHM_EXCLUSIVE);
    return left;
}
#endif
