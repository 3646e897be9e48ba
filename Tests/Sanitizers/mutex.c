// Makes Swift's Mutex known to ThreadSanitizer. scripts/sanitize loads it before the libraries.
//
// While no thread waits, code in the program locks and unlocks Synchronization.Mutex, and the sanitizer sees it. A thread that waits goes
// through the library and the kernel (a futex), which the sanitizer does not see: it would report every contended Mutex as a race. These
// functions replace the library's functions for that case. They do the same and notify the sanitizer. Nothing is suppressed: an access
// outside the lock is still reported.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

#define SELF __attribute__((swift_context)) void *mutex
#define SWIFT __attribute__((swiftcall))

// Missing in a program without the sanitizer.
__attribute__((weak)) void __tsan_acquire(void *address);
__attribute__((weak)) void __tsan_release(void *address);

static void acquire(void *mutex) { if (__tsan_acquire) __tsan_acquire(mutex); }
static void release(void *mutex) { if (__tsan_release) __tsan_release(mutex); }

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

typedef SWIFT void (*Lock)(uint32_t, SELF);
typedef SWIFT bool (*TryLock)(SELF);
typedef SWIFT void (*Unlock)(SELF);

SWIFT void lock(uint32_t thread, SELF) __asm__(LOCK);
SWIFT bool try_lock(SELF) __asm__(TRY_LOCK);
SWIFT void unlock(SELF) __asm__(UNLOCK);

SWIFT void lock(uint32_t thread, SELF) {
    ((Lock)dlsym(RTLD_NEXT, LOCK))(thread, mutex);
    acquire(mutex);
}

SWIFT bool try_lock(SELF) {
    bool locked = ((TryLock)dlsym(RTLD_NEXT, TRY_LOCK))(mutex);
    if (locked) acquire(mutex);
    return locked;
}

SWIFT void unlock(SELF) {
    release(mutex);
    ((Unlock)dlsym(RTLD_NEXT, UNLOCK))(mutex);
}
