/* libcurl, with its variadic calls as plain functions, which Swift can call. */
#ifndef FLOE_CCURL_H
#define FLOE_CCURL_H

#include <curl/curl.h>

typedef size_t (*floe_curl_data)(char *bytes, size_t size, size_t count, void *context);
typedef int (*floe_curl_progress)(void *context, curl_off_t down_total, curl_off_t down, curl_off_t up_total, curl_off_t up);

/* Options that take a long. */
static inline CURLcode floe_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

/* Options that take a 64-bit size. */
static inline CURLcode floe_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

/* Options that take a text; libcurl keeps a copy of its own. */
static inline CURLcode floe_curl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

/* Options that take a pointer which must live as long as the transfer. */
static inline CURLcode floe_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

/* CURLOPT_HTTPHEADER and its like; the list must live as long as the transfer. */
static inline CURLcode floe_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

/* CURLOPT_WRITEFUNCTION, CURLOPT_HEADERFUNCTION, CURLOPT_READFUNCTION. */
static inline CURLcode floe_curl_set_data(CURL *handle, CURLoption option, floe_curl_data function) {
    return curl_easy_setopt(handle, option, function);
}

/* CURLOPT_XFERINFOFUNCTION. */
static inline CURLcode floe_curl_set_progress(CURL *handle, floe_curl_progress function) {
    return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, function);
}

static inline CURLcode floe_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

/* The text belongs to the handle, until its next transfer. */
static inline CURLcode floe_curl_get_text(CURL *handle, CURLINFO info, const char **value) {
    return curl_easy_getinfo(handle, info, value);
}

#endif
