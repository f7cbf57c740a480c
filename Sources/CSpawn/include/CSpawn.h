#pragma once

// Not part of Swift's Glibc.
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/types.h>

/// What to start. The path is absolute or relative to the caller; nothing is searched for.
struct floe_spawn {
    const char *path;
    char *const *argv;
    char *const *envp;
    const char *cwd;
    /// Descriptors above 2 that become standard output and standard error.
    int out;
    int err;
    /// Descriptor that becomes standard input, or -1 for /dev/null.
    int in;
    /// Descriptor of the folder of a control group (version 2) that it is started in, or -1. Where that fails it is started
    /// outside of it.
    int cgroup;
};

/// Starts a process as the leader of a new session: default signals, empty mask, every descriptor but the first three
/// closed. Gives 0 with its id and a descriptor of it (close-on-exec), or an error number with nothing started.
int floe_spawn_start(const struct floe_spawn *what, pid_t *pid, int *pidfd);

/// A process that may still be on its way to its program.
struct floe_launch;

/// As `floe_spawn_start`, but does not wait until the program is loaded, so that the next can be started meanwhile. The launch goes to
/// `floe_launch_end`, at the latest when the process has ended. Gives 0, or an error number with nothing started.
int floe_launch_start(const struct floe_spawn *what, pid_t *pid, int *pidfd, struct floe_launch **launch);

/// Whether the program is loaded.
int floe_launch_is_loaded(const struct floe_launch *launch);

/// Waits until the program is loaded, or could not be: then the process leads its session.
void floe_launch_wait(struct floe_launch *launch);

/// Waits likewise, and lets go of the launch. Gives 0, or the error number why the program could not be loaded.
int floe_launch_end(struct floe_launch *launch);

/// How the child behind a descriptor ended: its exit status, or 128 + N after signal N. It stays a zombie unless `reap`.
/// Gives 0, EAGAIN while it runs, or an error number.
int floe_spawn_status(int pidfd, int reap, int *status);

/// A descriptor of any process, or -1.
int floe_pidfd_open(pid_t pid);

/// Sends a signal through a descriptor. Gives 0 or an error number.
int floe_pidfd_signal(int pidfd, int signal);

/// Lets a pipe hold more, if the system has room for it.
void floe_widen_pipe(int end, int bytes);

/// Local sockets by the name they have in a folder, however long its path. Give a descriptor, close-on-exec, or -1 with errno.
int floe_local_connect(int folder, const char *name);
/// With room for its owner alone.
int floe_local_listen(int folder, const char *name);
/// Does not wait for a connection.
int floe_accept(int listener);
/// Two sockets that are connected. Gives 0, or -1 with errno.
int floe_socket_pair(int ends[2]);

/// Makes processes whose parents have ended children of this process.
void floe_adopt_orphans(void);

/// Who is at the other end of a local socket. Gives 0 or an error number.
int floe_socket_peer(int socket, uid_t *user, pid_t *pid);

/// Names the calling thread, in at most 15 bytes.
void floe_name_thread(const char *name);

/// The name of a signal without SIG, or NULL.
const char *floe_signal_name(int signal);

/// The words for an error number; they stay.
const char *floe_error_text(int error);

/// Where `wanted` first is in `bytes`, or NULL.
const void *floe_find(const void *bytes, size_t count, const void *wanted, size_t wanted_count);

/// Copies what is left of one file to another, by sharing blocks where the file system can. Gives 0 or an error number.
int floe_copy(int from, int to, long long most);

/// Makes a pipe of about so many bytes whose ends are close-on-exec: the one to read from and the one to write to. Gives 0 or an
/// error number.
int floe_pipe(int *output, int *input, int size);

/// Lets go of the pages of programs and libraries that are mapped now; those that are needed come back one by one, from the system's cache.
/// After a start most of them never are.
void floe_release_code(void);
