// Tells ThreadSanitizer of Swift's Mutex; loaded before the libraries by scripts/sanitize.
//
// Synchronization.Mutex is locked and unlocked by code in the program, which the sanitizer sees, as long as nobody waits. Who waits goes
// through the library and the kernel (a futex), which it does not see: every contended Mutex would be reported as a race. These are the
// library's functions for that case; they do the same and say so. Nothing is suppressed: an access outside of the lock is still reported.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

#define SELF __attribute__((swift_context)) void *mutex
#define SWIFT __attribute__((swiftcall))

// Not there in a program without the sanitizer.
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
