// libcurl for Swift. Swift cannot call its variadic set and get functions, so each type of argument has a function of its own.
#ifndef AVAIN_TESTS_CCURL_SHIM_H
#define AVAIN_TESTS_CCURL_SHIM_H

#include <curl/curl.h>
#include <spawn.h>

typedef size_t (*ccurl_take)(char *octets, size_t size, size_t count, void *owner);

static inline CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) { return curl_easy_setopt(handle, option, value); }
static inline CURLcode ccurl_set_offset(CURL *handle, CURLoption option, curl_off_t value) { return curl_easy_setopt(handle, option, value); }
static inline CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *value) { return curl_easy_setopt(handle, option, value); }
static inline CURLcode ccurl_set_octets(CURL *handle, CURLoption option, const void *value) { return curl_easy_setopt(handle, option, value); }
static inline CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *value) { return curl_easy_setopt(handle, option, value); }
static inline CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) { return curl_easy_setopt(handle, option, value); }
static inline CURLcode ccurl_set_take(CURL *handle, CURLoption option, ccurl_take value) { return curl_easy_setopt(handle, option, value); }
static inline CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *value) { return curl_easy_getinfo(handle, info, value); }

// The toolchain's Glibc module lacks these two functions, without which child processes inherit pipes and connections.
extern int pipe2(int ends[2], int flags);
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int first);

#endif
