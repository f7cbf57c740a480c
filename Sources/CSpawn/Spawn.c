#define _GNU_SOURCE
#include "CSpawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// By number: glibc has had names for them since 2.36 only, and one file is to run on 2.35 too.
static int open_pidfd(pid_t pid)
{
    return (int)syscall(SYS_pidfd_open, pid, 0);
}

static int prepare_attributes(posix_spawnattr_t *attributes)
{
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    int error = posix_spawnattr_setsigdefault(attributes, &all);
    if (!error) error = posix_spawnattr_setsigmask(attributes, &none);
    if (!error)
        error = posix_spawnattr_setflags(
            attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    return error;
}

static int prepare_actions(posix_spawn_file_actions_t *actions, const struct floe_spawn *what)
{
    int error = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);
    if (!error) error = posix_spawn_file_actions_adddup2(actions, what->out, 1);
    if (!error) error = posix_spawn_file_actions_adddup2(actions, what->err, 2);
    if (!error && what->cwd) error = posix_spawn_file_actions_addchdir_np(actions, what->cwd);
    if (!error) error = posix_spawn_file_actions_addclosefrom_np(actions, 3);
    return error;
}

/// A program that was written a moment ago may still be open for writing in a process another thread is starting.
static int spawn_patiently(
    pid_t *pid, const struct floe_spawn *what, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attributes)
{
    int error = ETXTBSY;
    for (int attempt = 0; attempt < 8 && error == ETXTBSY; attempt++) {
        if (attempt > 0) {
            struct timespec pause = {0, 1000000L << attempt};
            nanosleep(&pause, NULL);
        }
        error = posix_spawn(pid, what->path, actions, attributes, what->argv, what->envp);
    }
    return error;
}

int floe_spawn_start(const struct floe_spawn *what, pid_t *pid, int *pidfd)
{
    if (what->out < 3 || what->err < 3) return EBADF;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t actions;
    int error = posix_spawnattr_init(&attributes);
    if (error) return error;
    error = posix_spawn_file_actions_init(&actions);
    if (error) {
        posix_spawnattr_destroy(&attributes);
        return error;
    }
    error = prepare_attributes(&attributes);
    if (!error) error = prepare_actions(&actions, what);
    if (!error) error = spawn_patiently(pid, what, &actions, &attributes);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (error) return error;
    *pidfd = open_pidfd(*pid);
    if (*pidfd >= 0) return 0;
    /* Without a descriptor nobody would see it end: what was started is taken back. */
    error = errno;
    kill(-*pid, SIGKILL);
    while (waitpid(*pid, NULL, 0) < 0 && errno == EINTR) {}
    return error;
}

int floe_spawn_status(int pidfd, int reap, int *status)
{
    siginfo_t info = {0};
    int options = WEXITED | WNOHANG | (reap ? 0 : WNOWAIT);
    while (waitid(P_PIDFD, (id_t)pidfd, &info, options) < 0)
        if (errno != EINTR) return errno;
    if (info.si_pid == 0) return EAGAIN;
    *status = info.si_code == CLD_EXITED ? info.si_status : 128 + info.si_status;
    return 0;
}

int floe_pidfd_open(pid_t pid)
{
    return open_pidfd(pid);
}

int floe_pidfd_signal(int pidfd, int signal)
{
    return syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0) == 0 ? 0 : errno;
}
