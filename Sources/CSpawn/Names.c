#define _GNU_SOURCE
#include "CSpawn.h"

#include <pthread.h>
#include <string.h>

void floe_name_thread(const char *name)
{
    pthread_setname_np(pthread_self(), name);
}

const char *floe_signal_name(int signal)
{
    return sigabbrev_np(signal);
}

const char *floe_error_text(int error)
{
    const char *text = strerrordesc_np(error);
    return text ? text : "unknown error";
}

const void *floe_find(const void *bytes, size_t count, const void *wanted, size_t wanted_count)
{
    return memmem(bytes, count, wanted, wanted_count);
}
