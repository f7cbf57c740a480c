#define _GNU_SOURCE
#include "CSpawn.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

void floe_adopt_orphans(void)
{
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

int floe_socket_peer(int socket, uid_t *user, pid_t *pid)
{
    struct ucred peer;
    socklen_t size = sizeof peer;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return errno;
    *user = peer.uid;
    *pid = peer.pid;
    return 0;
}

void floe_widen_pipe(int end, int bytes)
{
    fcntl(end, F_SETPIPE_SZ, bytes);
}

/// An address holds 107 bytes and roots may be longer: the folder goes by its descriptor.
static int local_address(struct sockaddr_un *address, int folder, const char *name)
{
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    int length = snprintf(address->sun_path, sizeof address->sun_path, "/proc/self/fd/%d/%s", folder, name);
    if (length > 0 && length < (int)sizeof address->sun_path) return 0;
    errno = ENAMETOOLONG;
    return -1;
}

int floe_local_connect(int folder, const char *name)
{
    struct sockaddr_un address;
    if (local_address(&address, folder, name) != 0) return -1;
    /* Who listens and takes no connections is not waited for: EAGAIN. */
    int end = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (end < 0) return -1;
    if (connect(end, (struct sockaddr *)&address, sizeof address) == 0) {
        fcntl(end, F_SETFL, 0);
        return end;
    }
    int error = errno;
    close(end);
    errno = error;
    return -1;
}

int floe_local_listen(int folder, const char *name)
{
    struct sockaddr_un address;
    if (local_address(&address, folder, name) != 0) return -1;
    int end = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (end < 0) return -1;
    mode_t before = umask(0177);
    int failed = bind(end, (struct sockaddr *)&address, sizeof address) != 0;
    int error = errno;
    umask(before);
    if (!failed && listen(end, 16) == 0) return end;
    if (!failed) error = errno;
    close(end);
    errno = error;
    return -1;
}

int floe_accept(int listener)
{
    return accept4(listener, NULL, NULL, SOCK_CLOEXEC);
}

int floe_socket_pair(int ends[2])
{
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
}
