// Functions that the toolchain's Glibc module lacks.
#ifndef CEPOLL_H
#define CEPOLL_H
#include <malloc.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

// accept4(2) is declared for _GNU_SOURCE only and syscall(2) is variadic, which Swift cannot call.
static inline int cepoll_accept(int listener, void *address, unsigned int *length, int flags) {
    return (int)syscall(SYS_accept4, listener, address, length, flags);
}
#endif
