#define _GNU_SOURCE
#include "CSpawn.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int floe_pipe(int *output, int *input, int size)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return errno;
    // Refused where the user has too many large pipes, which does no harm.
    (void)fcntl(ends[0], F_SETPIPE_SZ, size);
    *output = ends[0];
    *input = ends[1];
    return 0;
}
