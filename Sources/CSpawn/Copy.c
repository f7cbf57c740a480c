#define _GNU_SOURCE
#include "CSpawn.h"

#include <errno.h>
#include <unistd.h>

static int copy_by_hand(int from, int to, long long most)
{
    char buffer[1 << 16];
    while (most > 0) {
        ssize_t count = read(from, buffer, most < (long long)sizeof buffer ? (size_t)most : sizeof buffer);
        if (count == 0) return 0;
        if (count < 0) {
            if (errno == EINTR) continue;
            return errno;
        }
        for (ssize_t at = 0; at < count;) {
            ssize_t written = write(to, buffer + at, (size_t)(count - at));
            if (written < 0 && errno != EINTR) return errno;
            if (written > 0) at += written;
        }
        most -= count;
    }
    return 0;
}

int floe_copy(int from, int to, long long most)
{
    while (most > 0) {
        ssize_t count = copy_file_range(from, NULL, to, NULL, most < 1 << 30 ? (size_t)most : 1 << 30, 0);
        if (count > 0) {
            most -= count;
            continue;
        }
        if (count == 0) return 0;
        if (errno == EINTR) continue;
        if (errno == ENOSPC || errno == EDQUOT || errno == EIO) return errno;
        /* Both positions are where it stopped, so the rest can go the long way. */
        return copy_by_hand(from, to, most);
    }
    return 0;
}
