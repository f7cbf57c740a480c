#include "CCurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

struct floe_curl floe_curl;
static const char *problem;

static void load(void)
{
    void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        problem = "libcurl.so.4 cannot be loaded; install libcurl4 (Debian) or what this system calls it";
        return;
    }
#define FIND(name) (floe_curl.name = (__typeof__(floe_curl.name))dlsym(library, "curl_" #name))
    int is_whole = FIND(global_init) && FIND(easy_init) && FIND(easy_cleanup) && FIND(easy_perform) && FIND(easy_strerror)
        && FIND(easy_setopt) && FIND(easy_getinfo) && FIND(slist_append) && FIND(slist_free_all)
        && FIND(version_info);
    if (!is_whole)
        problem = "libcurl.so.4 lacks what floe uses of it; install a newer one";
    else if (floe_curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        problem = "libcurl cannot be made ready";
}

const char *floe_curl_load(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return problem;
}
