// A layer between a program and the kernel, for LD_PRELOAD. It numbers every operation on the files below one folder, makes chosen
// operations fail, kills the process at a chosen operation, and records what was done. fault_layer.py builds it and speaks to it.
//
// AVAIN_FAULT_ROOT    the folder; an absolute path without links
// AVAIN_FAULT_STATUS  a file outside the folder that holds `struct status`: the settings and the counters. The processes of one run use it
//                     one after another; the caller reads and changes it while they run.
// AVAIN_FAULT_TRACE   a file outside the folder to which a `struct record` is appended for each operation
//
// The layer calls the kernel itself (`syscall`), so it never calls itself. One lock is held from the number of an operation to its record,
// so the trace has the order in which the kernel saw the operations. An operation that fails here does not reach the kernel, except for the
// half of a SHORT or TORN one.

#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

// The numbers are also in fault_layer.py.
enum operation { OPEN = 1, READ, WRITE, SYNC, TRUNCATE, ALLOCATE, RENAME, LINK, UNLINK, FOLDER, CLOSE, STAT };

enum kind {
    NO_FAULT,
    FAIL_EIO,
    FAIL_ENOSPC,
    FAIL_EDQUOT,
    FAIL_EINTR,
    SHORT,  // half of a read or write is done, and the call returns how much; for good: the disk is full afterwards
    TORN,   // half of a write is done, and the call fails with EIO
    FAIL_EROFS,
};

enum flag { CREATED = 1, EMPTIED = 2, IS_FOLDER = 4, IS_WRITABLE = 8, IS_FAULT = 16 };

struct status {
    uint64_t magic;
    uint64_t count;       // operations that have begun
    uint64_t done;        // operations that are over and recorded
    uint64_t fail_at;     // from this number on, the first operation that the kind fits fails; 0: none
    uint64_t kind;
    uint64_t for_good;    // whether operations after the first one fail too (`also_fails`)
    uint64_t crash_at;    // the process is killed before the operation of this number; 0: never
    uint64_t hits;        // operations that failed here
    uint64_t hit_number;  // the first of them: its number, operation, error, and time in nanoseconds of CLOCK_MONOTONIC
    uint64_t hit_operation;
    uint64_t hit_error;
    uint64_t hit_at;
    uint64_t level;       // 0: no trace; 1: all operations; 2: those that change something, with the octets that were written
    uint64_t only;        // bits of the operations of which one may fail first; 0: all
    int64_t space;        // octets that are left on a full disk
    uint64_t unseen;      // writable shared mappings of files other than -shm, whose writes this layer cannot see
    char only_file[64];   // what the name of the file ends with on which an operation may fail first; empty: all
    char hit_file[256];
};

#define MAGIC 0x315259414C544C46ULL

struct record {
    uint32_t length;  // of the whole record
    uint16_t operation;
    uint16_t flags;
    int32_t error;
    uint16_t name_length;
    uint16_t other_length;
    uint64_t number;
    uint64_t inode;
    uint64_t offset;
    uint64_t count;
    int64_t result;
    // followed by the name, the other name and the octets
};

enum { MOST_FILES = 16384, NAME_LENGTH = 200 };

// What an open descriptor refers to.
struct file {
    bool is_tracked, is_writable, is_appending, is_folder;
    uint64_t inode;
    char name[NAME_LENGTH];
};

// One operation, from its number to its record.
struct call {
    enum operation operation;
    uint64_t number;
    int flags;
    int64_t grows;  // octets that it takes from the disk, or gives back if negative
    bool changes;   // whether it writes
    enum kind fault;
    uint64_t inode, offset, count;
    const char *name, *other;
};

static struct file files[MOST_FILES];
static struct status *status;
static char root[PATH_MAX];
static size_t root_length;
static int trace = -1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;

// MARK: Beginning

static void begin(void) {
    const char *folder = getenv("AVAIN_FAULT_ROOT"), *state = getenv("AVAIN_FAULT_STATUS"), *path = getenv("AVAIN_FAULT_TRACE");
    if (!folder || !state || strlen(folder) >= sizeof root) return;
    int descriptor = (int)syscall(SYS_openat, AT_FDCWD, state, O_RDWR | O_CLOEXEC, 0);
    if (descriptor < 0) return;
    void *memory = (void *)syscall(SYS_mmap, NULL, sizeof(struct status), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0L);
    syscall(SYS_close, descriptor);
    if (memory == MAP_FAILED || ((struct status *)memory)->magic != MAGIC) return;
    if (path) {
        int opened = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
        // Low numbers belong to the program, which may expect certain ones.
        if (opened >= 0) {
            trace = (int)syscall(SYS_fcntl, opened, F_DUPFD_CLOEXEC, 400);
            syscall(SYS_close, opened);
        }
    }
    strcpy(root, folder);
    root_length = strlen(root);
    status = memory;
}

__attribute__((constructor)) static void begin_early(void) { pthread_once(&once, begin); }

// MARK: Files

static bool is_tracked(int descriptor) {
    return status && descriptor >= 0 && descriptor < MOST_FILES && files[descriptor].is_tracked;
}

// Writes the path relative to the root into `name`. Returns false if the path is not below the root.
static bool is_below(int folder, const char *path, char name[NAME_LENGTH]) {
    pthread_once(&once, begin);
    if (!status || !path || !*path || strlen(path) >= PATH_MAX) return false;
    char whole[2 * PATH_MAX + 1], clean[2 * PATH_MAX + 1];
    size_t length = 0, end = 0;
    if (*path != '/') {
        if (folder == AT_FDCWD) {
            long size = syscall(SYS_getcwd, whole, PATH_MAX);
            if (size <= 0) return false;
            length = (size_t)size - 1;
        } else {
            char link[64];
            snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
            long size = syscall(SYS_readlinkat, AT_FDCWD, link, whole, (size_t)PATH_MAX);
            if (size <= 0) return false;
            length = (size_t)size;
        }
    }
    whole[length] = '/';
    strcpy(whole + length + 1, path);
    for (const char *at = whole; *(at += strspn(at, "/"));) {
        size_t size = strcspn(at, "/");
        if (size == 2 && at[0] == '.' && at[1] == '.') {
            while (end > 0 && clean[--end] != '/') {}
        } else if (size != 1 || at[0] != '.') {
            clean[end++] = '/';
            memcpy(clean + end, at, size);
            end += size;
        }
        at += size;
    }
    clean[end] = 0;
    if (strncmp(clean, root, root_length) != 0 || (clean[root_length] != '/' && clean[root_length] != 0)) return false;
    const char *rest = clean[root_length] ? clean + root_length + 1 : ".";
    if (strlen(rest) >= NAME_LENGTH) return false;
    strcpy(name, rest);
    return true;
}

static void track(int descriptor, const char *name, int how) {
    struct stat found;
    if (descriptor < 0 || descriptor >= MOST_FILES || syscall(SYS_fstat, descriptor, &found) != 0) return;
    struct file *file = &files[descriptor];
    file->is_writable = (how & O_ACCMODE) != O_RDONLY;
    file->is_appending = (how & O_APPEND) != 0;
    file->is_folder = S_ISDIR(found.st_mode);
    file->inode = found.st_ino;
    strcpy(file->name, name);
    file->is_tracked = true;
}

// The octets that a file occupies, at least its size.
static int64_t occupied(int descriptor) {
    struct stat found;
    if (syscall(SYS_fstat, descriptor, &found) != 0) return 0;
    int64_t blocks = (int64_t)found.st_blocks * 512;
    return blocks > found.st_size ? blocks : found.st_size;
}

// MARK: Faults

static bool fits(enum kind kind, const struct call *call) {
    switch (kind) {
        case FAIL_EIO: return true;
        case FAIL_ENOSPC:
        case FAIL_EDQUOT:
            if (call->operation == OPEN) return (call->flags & CREATED) != 0;
            return call->changes && call->operation != UNLINK;
        case FAIL_EINTR:
            return call->operation == OPEN || call->operation == READ || call->operation == WRITE || call->operation == SYNC ||
                   call->operation == TRUNCATE || call->operation == ALLOCATE;
        case SHORT: return (call->operation == READ || call->operation == WRITE) && call->count >= 2;
        case TORN: return call->operation == WRITE && call->count >= 2;
        case FAIL_EROFS: return call->changes && call->operation != CLOSE;
        default: return false;
    }
}

// Whether an operation fails after the first one has failed for good.
static bool also_fails(enum kind kind, const struct call *call) {
    switch (kind) {
        // The disk is dead. What the kernel knows by heart, it still answers.
        case FAIL_EIO:
        case TORN: return call->operation != STAT && call->operation != CLOSE;
        // The disk is full: what takes space fails. Space that was given back can be used.
        case FAIL_ENOSPC:
        case FAIL_EDQUOT:
        case SHORT:
            if (call->grows <= 0) return false;
            if (call->grows <= status->space) {
                status->space -= call->grows;
                return false;
            }
            return true;
        // The file system has become read-only.
        case FAIL_EROFS: return fits(kind, call);
        default: return false;
    }
}

static bool ends_with(const char *text, const char *end) {
    size_t length = strlen(text), size = strlen(end);
    return size <= length && strcmp(text + length - size, end) == 0;
}

static int error_of(enum kind kind, bool is_first) {
    switch (kind) {
        case FAIL_ENOSPC: return ENOSPC;
        case FAIL_EDQUOT: return EDQUOT;
        case FAIL_EINTR: return EINTR;
        case SHORT: return is_first ? 0 : ENOSPC;
        case FAIL_EROFS: return EROFS;
        default: return EIO;
    }
}

// Takes the lock and numbers the operation. Returns the error with which it must fail; 0 if it must be done. Sets `fault` if only a half
// must be done.
static int enter(struct call *call) {
    pthread_mutex_lock(&lock);
    call->number = ++status->count;
    if (status->crash_at && call->number >= status->crash_at) {
        syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
        for (;;) syscall(SYS_ppoll, NULL, 0L, NULL, NULL, 0L);
    }
    enum kind kind = (enum kind)status->kind;
    if (!status->fail_at || call->number < status->fail_at) return 0;
    bool is_first = status->hits == 0;
    if (is_first) {
        if (!fits(kind, call)) return 0;
        if (status->only && !(status->only & 1ULL << call->operation)) return 0;
        if (!ends_with(call->name, status->only_file)) return 0;
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        status->hit_number = call->number;
        status->hit_operation = call->operation;
        status->hit_error = (uint64_t)error_of(kind, true);
        status->hit_at = (uint64_t)now.tv_sec * 1000000000ULL + (uint64_t)now.tv_nsec;
        strcpy(status->hit_file, call->name);
        if (kind == SHORT || kind == TORN) call->fault = kind;
    } else if (!status->for_good || !also_fails(kind, call)) {
        return 0;
    }
    status->hits++;
    call->flags |= IS_FAULT;
    return call->fault ? 0 : error_of(kind, is_first);
}

// Records the operation and releases the lock.
static void leave(const struct call *call, int64_t result, int error, const struct iovec *octets, int parts) {
    int before = errno;
    bool is_change = call->changes && (call->operation != OPEN || (call->flags & (CREATED | EMPTIED))) && call->operation != CLOSE;
    if (trace >= 0 && (status->level == 1 || (status->level == 2 && is_change))) {
        struct iovec all[3 + 64] = {{0}};
        const char *name = call->name ? call->name : "", *other = call->other ? call->other : "";
        size_t rest = status->level >= 2 && call->operation == WRITE && result > 0 ? (size_t)result : 0;
        struct record record = {
            .operation = (uint16_t)call->operation, .flags = (uint16_t)call->flags, .error = error, .number = call->number,
            .name_length = (uint16_t)strlen(name), .other_length = (uint16_t)strlen(other), .inode = call->inode, .offset = call->offset,
            .count = call->count, .result = result};
        all[0] = (struct iovec){&record, sizeof record};
        all[1] = (struct iovec){(void *)name, record.name_length};
        all[2] = (struct iovec){(void *)other, record.other_length};
        record.length = (uint32_t)(sizeof record + record.name_length + record.other_length + rest);
        int used = 3;
        for (int part = 0; part < parts && rest > 0 && used < 3 + 64; part++) {
            size_t size = octets[part].iov_len < rest ? octets[part].iov_len : rest;
            all[used++] = (struct iovec){octets[part].iov_base, size};
            rest -= size;
        }
        syscall(SYS_writev, trace, all, used);
    }
    // Space that a full disk gets back.
    if (!error && call->grows < 0 && status->hits) status->space -= call->grows;
    status->done = call->number;
    pthread_mutex_unlock(&lock);
    errno = error ? error : before;
}

#define RAW(type, ...) ((type)syscall(__VA_ARGS__))
#define ERROR_OF(result) ((result) < 0 ? errno : 0)

// MARK: Open and close

static int opened(int folder, const char *path, int how, mode_t mode) {
    char name[NAME_LENGTH];
    if (!is_below(folder, path, name)) return RAW(int, SYS_openat, folder, path, how, mode);
    struct call call = {.operation = OPEN, .name = name};
    struct stat found;
    bool exists = syscall(SYS_newfstatat, folder, path, &found, 0) == 0;
    call.inode = exists ? found.st_ino : 0;
    call.changes = (how & O_ACCMODE) != O_RDONLY || (how & (O_CREAT | O_TRUNC));
    if ((how & O_CREAT) && !exists) call.flags |= CREATED, call.grows = 512;
    if ((how & O_TRUNC) && exists) call.flags |= EMPTIED, call.grows = -(int64_t)found.st_size;
    if ((how & O_ACCMODE) != O_RDONLY) call.flags |= IS_WRITABLE;
    if (exists && S_ISDIR(found.st_mode)) call.flags |= IS_FOLDER;
    int error = enter(&call), result = -1;
    if (!error) {
        result = RAW(int, SYS_openat, folder, path, how, mode);
        error = ERROR_OF(result);
        if (result >= 0) track(result, name, how);
        if (result >= 0 && result < MOST_FILES) call.inode = files[result].inode;
    }
    leave(&call, result, error, NULL, 0);
    return result;
}

static bool takes_mode(int how) { return (how & O_CREAT) || (how & O_TMPFILE) == O_TMPFILE; }

#define OPENER(symbol, folder)                                  \
    int symbol(const char *path, int how, ...) {                \
        mode_t mode = 0;                                        \
        if (takes_mode(how)) {                                  \
            va_list more;                                       \
            va_start(more, how);                                \
            mode = va_arg(more, mode_t);                        \
            va_end(more);                                       \
        }                                                       \
        return opened(folder, path, how, mode);                 \
    }
OPENER(open, AT_FDCWD)
OPENER(open64, AT_FDCWD)

#define OPENER_AT(symbol)                                       \
    int symbol(int folder, const char *path, int how, ...) {    \
        mode_t mode = 0;                                        \
        if (takes_mode(how)) {                                  \
            va_list more;                                       \
            va_start(more, how);                                \
            mode = va_arg(more, mode_t);                        \
            va_end(more);                                       \
        }                                                       \
        return opened(folder, path, how, mode);                 \
    }
OPENER_AT(openat)
OPENER_AT(openat64)

int __open_2(const char *path, int how) { return opened(AT_FDCWD, path, how, 0); }
int __open64_2(const char *path, int how) { return opened(AT_FDCWD, path, how, 0); }
int __openat_2(int folder, const char *path, int how) { return opened(folder, path, how, 0); }
int __openat64_2(int folder, const char *path, int how) { return opened(folder, path, how, 0); }
int creat(const char *path, mode_t mode) { return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

// Like the C library's function, but through this layer: a name with random letters, made if it is free.
static int temporary(char *pattern, int suffix, int how) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    size_t length = strlen(pattern);
    if (length < (size_t)suffix + 6) return errno = EINVAL, -1;
    char *place = pattern + length - (size_t)suffix - 6;
    for (int attempt = 0; attempt < 100; attempt++) {
        unsigned char random[6];
        syscall(SYS_getrandom, random, sizeof random, 0);
        for (int letter = 0; letter < 6; letter++) place[letter] = letters[random[letter] % (sizeof letters - 1)];
        int made = opened(AT_FDCWD, pattern, (how & ~O_ACCMODE) | O_RDWR | O_CREAT | O_EXCL, 0600);
        if (made >= 0 || errno != EEXIST) return made;
    }
    return -1;
}

int mkstemp(char *pattern) { return temporary(pattern, 0, 0); }
int mkstemp64(char *pattern) { return temporary(pattern, 0, 0); }
int mkostemp(char *pattern, int how) { return temporary(pattern, 0, how); }
int mkostemp64(char *pattern, int how) { return temporary(pattern, 0, how); }
int mkstemps(char *pattern, int suffix) { return temporary(pattern, suffix, 0); }
int mkostemps(char *pattern, int suffix, int how) { return temporary(pattern, suffix, how); }

DIR *opendir(const char *path) {
    int descriptor = opened(AT_FDCWD, path, O_RDONLY | O_NONBLOCK | O_DIRECTORY | O_CLOEXEC, 0);
    if (descriptor < 0) return NULL;
    DIR *folder = fdopendir(descriptor);
    if (!folder) {
        int error = errno;
        close(descriptor);
        errno = error;
    }
    return folder;
}

// The C library opens, reads and writes a stream by itself, so a durable file that is written through one is opened here.
static FILE *stream(const char *path, const char *mode, const char *symbol) {
    char name[NAME_LENGTH];
    if (is_below(AT_FDCWD, path, name)) {
        bool both = strchr(mode, '+') != NULL;
        int how = O_CLOEXEC | (*mode == 'r' ? (both ? O_RDWR : O_RDONLY) : (both ? O_RDWR : O_WRONLY) | O_CREAT);
        if (*mode == 'w') how |= O_TRUNC;
        if (*mode == 'a') how |= O_APPEND;
        int descriptor = opened(AT_FDCWD, path, how, 0666);
        // What the stream itself reads and writes is not seen.
        if (descriptor >= 0 && (how & O_ACCMODE) != O_RDONLY) status->unseen++;
        return descriptor < 0 ? NULL : fdopen(descriptor, mode);
    }
    FILE *(*next)(const char *, const char *) = (FILE * (*)(const char *, const char *)) dlsym(RTLD_NEXT, symbol);
    return next(path, mode);
}

FILE *fopen(const char *path, const char *mode) { return stream(path, mode, "fopen"); }
FILE *fopen64(const char *path, const char *mode) { return stream(path, mode, "fopen64"); }

int close(int descriptor) {
    if (!is_tracked(descriptor)) return RAW(int, SYS_close, descriptor);
    struct file file = files[descriptor];
    files[descriptor].is_tracked = false;
    // Nothing can be lost by closing a file that was only read.
    if (!file.is_writable) return RAW(int, SYS_close, descriptor);
    struct call call = {.operation = CLOSE, .name = file.name, .inode = file.inode, .changes = true};
    int error = enter(&call);
    // Linux closes a descriptor also when it reports an error.
    int result = RAW(int, SYS_close, descriptor);
    if (error) result = -1;
    else error = ERROR_OF(result);
    leave(&call, result, error, NULL, 0);
    return result;
}

static int copied(int descriptor, int result) {
    if (result >= 0 && result < MOST_FILES && result != descriptor) {
        if (is_tracked(descriptor)) files[result] = files[descriptor];
        else files[result].is_tracked = false;
    }
    return result;
}

int dup(int descriptor) { return copied(descriptor, RAW(int, SYS_dup, descriptor)); }
int dup2(int descriptor, int other) {
    if (descriptor == other) return RAW(int, SYS_fcntl, descriptor, F_GETFD) < 0 ? -1 : other;
    return copied(descriptor, RAW(int, SYS_dup3, descriptor, other, 0));
}
int dup3(int descriptor, int other, int how) { return copied(descriptor, RAW(int, SYS_dup3, descriptor, other, how)); }

// MARK: Read and write

static struct call on_file(enum operation operation, int descriptor, uint64_t offset, uint64_t count) {
    struct file *file = &files[descriptor];
    return (struct call){
        .operation = operation, .name = file->name, .inode = file->inode, .offset = offset, .count = count,
        .flags = (file->is_folder ? IS_FOLDER : 0) | (file->is_writable ? IS_WRITABLE : 0)};
}

// The first half of a transfer: whole sectors of 512 octets if there are any.
static size_t half(size_t count) { return count >= 1024 ? count / 1024 * 512 : count / 2; }

static size_t total(const struct iovec *parts, int count) {
    size_t size = 0;
    for (int part = 0; part < count; part++) size += parts[part].iov_len;
    return size;
}

// Cuts the parts to so many octets. Returns the number of parts.
static int cut(struct iovec *parts, int count, size_t size) {
    for (int part = 0; part < count; part++) {
        if (parts[part].iov_len >= size) {
            parts[part].iov_len = size;
            return part + 1;
        }
        size -= parts[part].iov_len;
    }
    return count;
}

// Reads at an offset, or at the position of the descriptor if the offset is -1.
static ssize_t transferred_in(int descriptor, const struct iovec *wanted, int count, int64_t offset) {
    struct iovec parts[64];
    count = count > 64 ? 64 : count;
    memcpy(parts, wanted, sizeof *parts * (size_t)count);
    int64_t at = offset >= 0 ? offset : syscall(SYS_lseek, descriptor, 0L, SEEK_CUR);
    struct call call = on_file(READ, descriptor, (uint64_t)at, total(parts, count));
    int error = enter(&call);
    ssize_t result = -1;
    if (!error) {
        if (call.fault == SHORT) count = cut(parts, count, half(call.count));
        if (count == 1 && offset >= 0) result = RAW(ssize_t, SYS_pread64, descriptor, parts->iov_base, parts->iov_len, offset);
        else if (count == 1) result = RAW(ssize_t, SYS_read, descriptor, parts->iov_base, parts->iov_len);
        else if (offset >= 0) result = RAW(ssize_t, SYS_preadv, descriptor, parts, count, offset, 0L);
        else result = RAW(ssize_t, SYS_readv, descriptor, parts, count);
        error = ERROR_OF(result);
    }
    leave(&call, result, error, NULL, 0);
    return result;
}

// Writes at an offset, or at the position of the descriptor if the offset is -1.
static ssize_t transferred_out(int descriptor, const struct iovec *wanted, int count, int64_t offset) {
    struct iovec parts[64];
    count = count > 64 ? 64 : count;
    memcpy(parts, wanted, sizeof *parts * (size_t)count);
    struct stat found = {0};
    syscall(SYS_fstat, descriptor, &found);
    bool appends = files[descriptor].is_appending;
    int64_t at = appends ? found.st_size : offset >= 0 ? offset : syscall(SYS_lseek, descriptor, 0L, SEEK_CUR);
    struct call call = on_file(WRITE, descriptor, (uint64_t)at, total(parts, count));
    call.changes = true;
    call.grows = at + (int64_t)call.count - occupied(descriptor);
    if (call.grows < 0) call.grows = 0;
    int error = enter(&call);
    ssize_t result = -1;
    if (!error) {
        if (call.fault) count = cut(parts, count, half(call.count));
        if (count == 1 && offset >= 0) result = RAW(ssize_t, SYS_pwrite64, descriptor, parts->iov_base, parts->iov_len, offset);
        else if (count == 1) result = RAW(ssize_t, SYS_write, descriptor, parts->iov_base, parts->iov_len);
        else if (offset >= 0) result = RAW(ssize_t, SYS_pwritev, descriptor, parts, count, offset, 0L);
        else result = RAW(ssize_t, SYS_writev, descriptor, parts, count);
        error = ERROR_OF(result);
    }
    if (call.fault == TORN) {
        // The record has what reached the file, the caller gets the error.
        leave(&call, result, EIO, parts, count);
        return -1;
    }
    leave(&call, result, error, parts, count);
    return result;
}

static ssize_t read_one(int descriptor, void *octets, size_t count, int64_t offset) {
    if (!is_tracked(descriptor)) {
        if (offset < 0) return RAW(ssize_t, SYS_read, descriptor, octets, count);
        return RAW(ssize_t, SYS_pread64, descriptor, octets, count, offset);
    }
    return transferred_in(descriptor, &(struct iovec){octets, count}, 1, offset);
}

static ssize_t write_one(int descriptor, const void *octets, size_t count, int64_t offset) {
    if (!is_tracked(descriptor)) {
        if (offset < 0) return RAW(ssize_t, SYS_write, descriptor, octets, count);
        return RAW(ssize_t, SYS_pwrite64, descriptor, octets, count, offset);
    }
    return transferred_out(descriptor, &(struct iovec){(void *)octets, count}, 1, offset);
}

static ssize_t read_many(int descriptor, const struct iovec *parts, int count, int64_t offset) {
    if (is_tracked(descriptor)) return transferred_in(descriptor, parts, count, offset);
    if (offset < 0) return RAW(ssize_t, SYS_readv, descriptor, parts, count);
    return RAW(ssize_t, SYS_preadv, descriptor, parts, count, offset, 0L);
}

static ssize_t write_many(int descriptor, const struct iovec *parts, int count, int64_t offset) {
    if (is_tracked(descriptor)) return transferred_out(descriptor, parts, count, offset);
    if (offset < 0) return RAW(ssize_t, SYS_writev, descriptor, parts, count);
    return RAW(ssize_t, SYS_pwritev, descriptor, parts, count, offset, 0L);
}

ssize_t read(int descriptor, void *octets, size_t count) { return read_one(descriptor, octets, count, -1); }
ssize_t __read_chk(int descriptor, void *octets, size_t count, size_t room) {
    if (count > room) abort();
    return read_one(descriptor, octets, count, -1);
}
ssize_t pread(int descriptor, void *octets, size_t count, off_t offset) { return read_one(descriptor, octets, count, offset); }
ssize_t pread64(int descriptor, void *octets, size_t count, off64_t offset) { return read_one(descriptor, octets, count, offset); }
ssize_t __pread_chk(int descriptor, void *octets, size_t count, off_t offset, size_t room) {
    if (count > room) abort();
    return read_one(descriptor, octets, count, offset);
}
ssize_t __pread64_chk(int descriptor, void *octets, size_t count, off64_t offset, size_t room) {
    if (count > room) abort();
    return read_one(descriptor, octets, count, offset);
}
ssize_t readv(int descriptor, const struct iovec *parts, int count) { return read_many(descriptor, parts, count, -1); }
ssize_t preadv(int descriptor, const struct iovec *parts, int count, off_t offset) { return read_many(descriptor, parts, count, offset); }
ssize_t preadv64(int descriptor, const struct iovec *parts, int count, off64_t offset) {
    return read_many(descriptor, parts, count, offset);
}
ssize_t write(int descriptor, const void *octets, size_t count) { return write_one(descriptor, octets, count, -1); }
ssize_t pwrite(int descriptor, const void *octets, size_t count, off_t offset) { return write_one(descriptor, octets, count, offset); }
ssize_t pwrite64(int descriptor, const void *octets, size_t count, off64_t offset) { return write_one(descriptor, octets, count, offset); }
ssize_t writev(int descriptor, const struct iovec *parts, int count) { return write_many(descriptor, parts, count, -1); }
ssize_t pwritev(int descriptor, const struct iovec *parts, int count, off_t offset) { return write_many(descriptor, parts, count, offset); }
ssize_t pwritev64(int descriptor, const struct iovec *parts, int count, off64_t offset) {
    return write_many(descriptor, parts, count, offset);
}

// The kernel copies between two files; here it is a read and a write, so that each can fail and is recorded. At most 64 kB at once: the
// caller goes on until all is copied.
static ssize_t copied_over(int out, int64_t *out_at, int in, int64_t *in_at, size_t count) {
    char buffer[65536];
    ssize_t got = read_one(in, buffer, count < sizeof buffer ? count : sizeof buffer, in_at ? *in_at : -1);
    if (got <= 0) return got;
    ssize_t put = write_one(out, buffer, (size_t)got, out_at ? *out_at : -1);
    if (in_at && put > 0) *in_at += put;
    if (out_at && put > 0) *out_at += put;
    // What was read and not written is read again.
    if (!in_at && put < got) syscall(SYS_lseek, in, (long)((put > 0 ? put : 0) - got), SEEK_CUR);
    return put;
}

ssize_t sendfile64(int out, int in, off64_t *offset, size_t count) {
    if (!is_tracked(out) && !is_tracked(in)) return RAW(ssize_t, SYS_sendfile, out, in, offset, count);
    return copied_over(out, NULL, in, (int64_t *)offset, count);
}
ssize_t sendfile(int out, int in, off_t *offset, size_t count) { return sendfile64(out, in, (off64_t *)offset, count); }

ssize_t copy_file_range(int in, off64_t *in_at, int out, off64_t *out_at, size_t count, unsigned how) {
    if (!is_tracked(out) && !is_tracked(in)) return RAW(ssize_t, SYS_copy_file_range, in, in_at, out, out_at, count, how);
    return copied_over(out, (int64_t *)out_at, in, (int64_t *)in_at, count);
}

void *mmap64(void *place, size_t length, int protection, int how, int descriptor, off64_t offset) {
    bool is_unseen = is_tracked(descriptor) && (how & MAP_SHARED) && (protection & PROT_WRITE);
    if (is_unseen && !ends_with(files[descriptor].name, "-shm")) status->unseen++;
    return (void *)syscall(SYS_mmap, place, length, protection, how, descriptor, offset);
}
void *mmap(void *place, size_t length, int protection, int how, int descriptor, off_t offset) {
    return mmap64(place, length, protection, how, descriptor, offset);
}

// MARK: Sync, truncate, allocate

static int synced(int descriptor, long number) {
    if (!is_tracked(descriptor)) return RAW(int, number, descriptor);
    struct call call = on_file(SYNC, descriptor, 0, 0);
    call.changes = true;
    int error = enter(&call), result = -1;
    if (!error) {
        result = RAW(int, number, descriptor);
        error = ERROR_OF(result);
    }
    leave(&call, result, error, NULL, 0);
    return result;
}

int fsync(int descriptor) { return synced(descriptor, SYS_fsync); }
int fdatasync(int descriptor) { return synced(descriptor, SYS_fdatasync); }
int syncfs(int descriptor) { return synced(descriptor, SYS_syncfs); }
// It promises nothing about metadata, so it makes nothing durable here.
int sync_file_range(int descriptor, off64_t offset, off64_t count, unsigned how) {
    return RAW(int, SYS_sync_file_range, descriptor, offset, count, how);
}

int ftruncate64(int descriptor, off64_t size) {
    if (!is_tracked(descriptor)) return RAW(int, SYS_ftruncate, descriptor, size);
    struct call call = on_file(TRUNCATE, descriptor, (uint64_t)size, 0);
    call.changes = true;
    int64_t before = occupied(descriptor);
    // A hole takes no space.
    call.grows = size < before ? size - before : 0;
    int error = enter(&call), result = -1;
    if (!error) {
        result = RAW(int, SYS_ftruncate, descriptor, size);
        error = ERROR_OF(result);
    }
    leave(&call, result, error, NULL, 0);
    return result;
}
int ftruncate(int descriptor, off_t size) { return ftruncate64(descriptor, size); }

int truncate64(const char *path, off64_t size) {
    char name[NAME_LENGTH];
    if (!is_below(AT_FDCWD, path, name)) return RAW(int, SYS_truncate, path, size);
    int descriptor = opened(AT_FDCWD, path, O_WRONLY | O_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    int result = ftruncate64(descriptor, size), error = errno;
    close(descriptor);
    errno = error;
    return result;
}
int truncate(const char *path, off_t size) { return truncate64(path, size); }

int fallocate64(int descriptor, int how, off64_t offset, off64_t count) {
    if (!is_tracked(descriptor)) return RAW(int, SYS_fallocate, descriptor, how, offset, count);
    struct call call = on_file(ALLOCATE, descriptor, (uint64_t)offset, (uint64_t)count);
    call.changes = true;
    call.grows = offset + count - occupied(descriptor);
    if (call.grows < 0) call.grows = 0;
    // The size that a power cut must keep. With FALLOC_FL_KEEP_SIZE it does not change.
    if (how) call.count = 0;
    int error = enter(&call), result = -1;
    if (!error) {
        result = RAW(int, SYS_fallocate, descriptor, how, offset, count);
        error = ERROR_OF(result);
    }
    leave(&call, result, error, NULL, 0);
    return result;
}
int fallocate(int descriptor, int how, off_t offset, off_t count) { return fallocate64(descriptor, how, offset, count); }
int posix_fallocate64(int descriptor, off64_t offset, off64_t count) {
    int before = errno, result = fallocate64(descriptor, 0, offset, count), error = result < 0 ? errno : 0;
    errno = before;
    return error;
}
int posix_fallocate(int descriptor, off_t offset, off_t count) { return posix_fallocate64(descriptor, offset, count); }

// MARK: Names

static int64_t size_at(int folder, const char *path, struct stat *found) {
    if (syscall(SYS_newfstatat, folder, path, found, AT_SYMLINK_NOFOLLOW) != 0) return 0;
    int64_t blocks = (int64_t)found->st_blocks * 512;
    return blocks > found->st_size ? blocks : found->st_size;
}

static int renamed(int from_folder, const char *from, int to_folder, const char *to, unsigned how) {
    char name[NAME_LENGTH], other[NAME_LENGTH];
    bool from_below = is_below(from_folder, from, name), to_below = is_below(to_folder, to, other);
    if (!from_below && !to_below) return RAW(int, SYS_renameat2, from_folder, from, to_folder, to, how);
    struct stat found = {0};
    size_at(from_folder, from, &found);
    struct call call = {
        .operation = RENAME, .name = from_below ? name : "", .other = to_below ? other : "", .inode = found.st_ino, .changes = true};
    int error = enter(&call), result = -1;
    if (!error) {
        result = RAW(int, SYS_renameat2, from_folder, from, to_folder, to, how);
        error = ERROR_OF(result);
    }
    leave(&call, result, error, NULL, 0);
    return result;
}

int rename(const char *from, const char *to) { return renamed(AT_FDCWD, from, AT_FDCWD, to, 0); }
int renameat(int from_folder, const char *from, int to_folder, const char *to) { return renamed(from_folder, from, to_folder, to, 0); }
int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned how) {
    return renamed(from_folder, from, to_folder, to, how);
}

static int linked(int from_folder, const char *from, int to_folder, const char *to, int how) {
    char name[NAME_LENGTH], other[NAME_LENGTH];
    bool from_below = is_below(from_folder, from, name);
    if (!is_below(to_folder, to, other)) return RAW(int, SYS_linkat, from_folder, from, to_folder, to, how);
    struct stat found = {0};
    size_at(from_folder, from, &found);
    struct call call = {
        .operation = LINK, .name = from_below ? name : "", .other = other, .inode = found.st_ino, .changes = true, .grows = 512};
    int error = enter(&call), result = -1;
    if (!error) {
        result = RAW(int, SYS_linkat, from_folder, from, to_folder, to, how);
        error = ERROR_OF(result);
    }
    leave(&call, result, error, NULL, 0);
    return result;
}

int link(const char *from, const char *to) { return linked(AT_FDCWD, from, AT_FDCWD, to, 0); }
int linkat(int from_folder, const char *from, int to_folder, const char *to, int how) {
    return linked(from_folder, from, to_folder, to, how);
}

static int unlinked(int folder, const char *path, int how) {
    char name[NAME_LENGTH];
    if (!is_below(folder, path, name)) return RAW(int, SYS_unlinkat, folder, path, how);
    struct stat found = {0};
    struct call call = {.operation = UNLINK, .name = name, .changes = true, .flags = how & AT_REMOVEDIR ? IS_FOLDER : 0};
    call.grows = -size_at(folder, path, &found);
    call.inode = found.st_ino;
    int error = enter(&call), result = -1;
    if (!error) {
        result = RAW(int, SYS_unlinkat, folder, path, how);
        error = ERROR_OF(result);
    }
    leave(&call, result, error, NULL, 0);
    return result;
}

int unlink(const char *path) { return unlinked(AT_FDCWD, path, 0); }
int unlinkat(int folder, const char *path, int how) { return unlinked(folder, path, how); }
int rmdir(const char *path) { return unlinked(AT_FDCWD, path, AT_REMOVEDIR); }
int remove(const char *path) {
    if (unlink(path) == 0) return 0;
    return errno == EISDIR ? rmdir(path) : -1;
}

static int made_folder(int folder, const char *path, mode_t mode) {
    char name[NAME_LENGTH];
    if (!is_below(folder, path, name)) return RAW(int, SYS_mkdirat, folder, path, mode);
    struct call call = {.operation = FOLDER, .name = name, .changes = true, .grows = 4096, .flags = IS_FOLDER};
    int error = enter(&call), result = -1;
    if (!error) {
        result = RAW(int, SYS_mkdirat, folder, path, mode);
        error = ERROR_OF(result);
    }
    leave(&call, result, error, NULL, 0);
    return result;
}

int mkdir(const char *path, mode_t mode) { return made_folder(AT_FDCWD, path, mode); }
int mkdirat(int folder, const char *path, mode_t mode) { return made_folder(folder, path, mode); }

// MARK: Questions about names

// Asks the kernel about a name, unless the question must fail.
static int asked(int folder, const char *path, void *answer, int how, bool is_access, int mode) {
    char name[NAME_LENGTH];
    bool below = is_below(folder, path, name);
    struct call call = {.operation = STAT, .name = name};
    int error = below ? enter(&call) : 0, result = -1;
    if (!error) {
        result = is_access ? RAW(int, SYS_faccessat, folder, path, mode) : RAW(int, SYS_newfstatat, folder, path, answer, how);
        error = ERROR_OF(result);
    }
    if (below) leave(&call, result, error, NULL, 0);
    return result;
}

int stat(const char *path, struct stat *answer) { return asked(AT_FDCWD, path, answer, 0, false, 0); }
int stat64(const char *path, struct stat64 *answer) { return asked(AT_FDCWD, path, answer, 0, false, 0); }
int lstat(const char *path, struct stat *answer) { return asked(AT_FDCWD, path, answer, AT_SYMLINK_NOFOLLOW, false, 0); }
int lstat64(const char *path, struct stat64 *answer) { return asked(AT_FDCWD, path, answer, AT_SYMLINK_NOFOLLOW, false, 0); }
int fstatat(int folder, const char *path, struct stat *answer, int how) { return asked(folder, path, answer, how, false, 0); }
int fstatat64(int folder, const char *path, struct stat64 *answer, int how) { return asked(folder, path, answer, how, false, 0); }
int access(const char *path, int mode) { return asked(AT_FDCWD, path, NULL, 0, true, mode); }
