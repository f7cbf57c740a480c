#define _GNU_SOURCE
#include "CSpawn.h"

#include <errno.h>
#include <unistd.h>

static int copy_by_hand(int from, int to)
{
    char buffer[1 << 16];
    for (;;) {
        ssize_t count = read(from, buffer, sizeof buffer);
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
    }
}

int floe_copy(int from, int to)
{
    for (;;) {
        ssize_t count = copy_file_range(from, NULL, to, NULL, 1 << 30, 0);
        if (count > 0) continue;
        if (count == 0) return 0;
        if (errno == EINTR) continue;
        if (errno == ENOSPC || errno == EDQUOT || errno == EIO) return errno;
        /* Both positions are where it stopped, so the rest can go the long way. */
        return copy_by_hand(from, to);
    }
}
