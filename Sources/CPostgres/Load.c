#include "CPostgres.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

struct floe_pq floe_pq;
static const char *problem;

static void load(void)
{
    void *library = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        problem = "libpq.so.5, the client library of PostgreSQL, cannot be loaded; install libpq5 (Debian) or what this system calls it";
        return;
    }
#define FIND(name) \
    if (!(floe_pq.name = (__typeof__(floe_pq.name))dlsym(library, #name))) problem = "libpq.so.5 lacks " #name "; install that of PostgreSQL 14 or newer";
    FLOE_PQ_FUNCTIONS(FIND)
}

const char *floe_pq_load(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return problem;
}
