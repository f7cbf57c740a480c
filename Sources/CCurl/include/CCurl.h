/* libcurl, loaded when it is first used: it brings thirty libraries with it, which every start of floe and of its keeper would pay for, and a
   machine that fetches nothing does without it. Its variadic calls are plain functions here, which Swift can call. */
#ifndef FLOE_CCURL_H
#define FLOE_CCURL_H

/* The names of what is used stand for what was loaded. */
#define curl_global_init libcurl_global_init
#define curl_easy_init libcurl_easy_init
#define curl_easy_cleanup libcurl_easy_cleanup
#define curl_easy_perform libcurl_easy_perform
#define curl_easy_strerror libcurl_easy_strerror
#define curl_easy_setopt libcurl_easy_setopt
#define curl_easy_getinfo libcurl_easy_getinfo
#define curl_slist_append libcurl_slist_append
#define curl_slist_free_all libcurl_slist_free_all
#define curl_version_info libcurl_version_info
/* Its checks of types are macros of those names. */
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#undef curl_global_init
#undef curl_easy_init
#undef curl_easy_cleanup
#undef curl_easy_perform
#undef curl_easy_strerror
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_slist_append
#undef curl_slist_free_all
#undef curl_version_info

struct floe_curl {
    __typeof__(libcurl_global_init) *global_init;
    __typeof__(libcurl_easy_init) *easy_init;
    __typeof__(libcurl_easy_cleanup) *easy_cleanup;
    __typeof__(libcurl_easy_perform) *easy_perform;
    __typeof__(libcurl_easy_strerror) *easy_strerror;
    __typeof__(libcurl_easy_setopt) *easy_setopt;
    __typeof__(libcurl_easy_getinfo) *easy_getinfo;
    __typeof__(libcurl_slist_append) *slist_append;
    __typeof__(libcurl_slist_free_all) *slist_free_all;
    __typeof__(libcurl_version_info) *version_info;
};
extern struct floe_curl floe_curl;

/* Loads and prepares the library; to be called before anything else here, once or often, by any thread. Gives NULL, or why there is none. */
const char *floe_curl_load(void);

static inline CURL *curl_easy_init(void) { return floe_curl.easy_init(); }
static inline void curl_easy_cleanup(CURL *handle) { floe_curl.easy_cleanup(handle); }
static inline CURLcode curl_easy_perform(CURL *handle) { return floe_curl.easy_perform(handle); }
static inline const char *curl_easy_strerror(CURLcode code) { return floe_curl.easy_strerror(code); }
static inline struct curl_slist *curl_slist_append(struct curl_slist *list, const char *text) { return floe_curl.slist_append(list, text); }
static inline void curl_slist_free_all(struct curl_slist *list) { floe_curl.slist_free_all(list); }
static inline curl_version_info_data *curl_version_info(CURLversion version) { return floe_curl.version_info(version); }

typedef size_t (*floe_curl_data)(char *bytes, size_t size, size_t count, void *context);
typedef int (*floe_curl_progress)(void *context, curl_off_t down_total, curl_off_t down, curl_off_t up_total, curl_off_t up);

/* Options that take a long. */
static inline CURLcode floe_curl_set_long(CURL *handle, CURLoption option, long value) {
    return floe_curl.easy_setopt(handle, option, value);
}

/* Options that take a 64-bit size. */
static inline CURLcode floe_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return floe_curl.easy_setopt(handle, option, value);
}

/* Options that take a text; libcurl keeps a copy of its own. */
static inline CURLcode floe_curl_set_text(CURL *handle, CURLoption option, const char *value) {
    return floe_curl.easy_setopt(handle, option, value);
}

/* Options that take a pointer which must live as long as the transfer. */
static inline CURLcode floe_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return floe_curl.easy_setopt(handle, option, value);
}

/* CURLOPT_HTTPHEADER and its like; the list must live as long as the transfer. */
static inline CURLcode floe_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return floe_curl.easy_setopt(handle, option, value);
}

/* CURLOPT_WRITEFUNCTION, CURLOPT_HEADERFUNCTION, CURLOPT_READFUNCTION. */
static inline CURLcode floe_curl_set_data(CURL *handle, CURLoption option, floe_curl_data function) {
    return floe_curl.easy_setopt(handle, option, function);
}

/* CURLOPT_XFERINFOFUNCTION. */
static inline CURLcode floe_curl_set_progress(CURL *handle, floe_curl_progress function) {
    return floe_curl.easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, function);
}

static inline CURLcode floe_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return floe_curl.easy_getinfo(handle, info, value);
}

/* The text belongs to the handle, until its next transfer. */
static inline CURLcode floe_curl_get_text(CURL *handle, CURLINFO info, const char **value) {
    return floe_curl.easy_getinfo(handle, info, value);
}

#endif
