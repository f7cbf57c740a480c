#define _GNU_SOURCE
#include "CSpawn.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// By number: glibc has had names for them since 2.36 only, and one file is to run on 2.35 too.
static int open_pidfd(pid_t pid)
{
    return (int)syscall(SYS_pidfd_open, pid, 0);
}

/// What is handed to the child, which shares our memory until its program is loaded.
struct launch {
    const struct floe_spawn *what;
    volatile int error;
};

/// The child's side: nothing here may touch what other threads of ours use.
static __attribute__((noinline, noreturn)) void become(struct launch *launch)
{
    const struct floe_spawn *what = launch->what;
    // By the system's own call, which also takes the two that the library keeps for itself. All zeroes are the usual action.
    static const unsigned long usual[16];
    sigset_t none;
    for (int signal = 1; signal < NSIG; signal++) syscall(SYS_rt_sigaction, signal, usual, NULL, sizeof(unsigned long));
    setsid();
    int in = what->in >= 3 ? what->in : open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (in < 0 || (what->cwd && chdir(what->cwd) != 0)) goto failed;
    if ((in != 0 && dup2(in, 0) < 0) || dup2(what->out, 1) < 0 || dup2(what->err, 2) < 0) goto failed;
    // A system without the call may give nothing away either: descriptors of ours are close-on-exec.
    syscall(SYS_close_range, 3, ~0U, 0);
    // The program starts without what stands on standard input of ours being closed with it.
    fcntl(0, F_SETFD, 0);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(what->path, what->argv, what->envp);
failed:
    launch->error = errno;
    _exit(127);
}

struct clone_arguments {
    uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls, set_tid, set_tid_size, cgroup;
};

enum { clone_vm = 0x100, clone_pidfd = 0x1000, clone_vfork = 0x4000 };
static const uint64_t clone_into_cgroup = 0x200000000ULL;

/// As vfork: the child runs on our stack below this frame, and we wait until it has loaded its program. The call is no function of
/// the library, whose return address the child would overwrite.
static __attribute__((noinline)) long clone_child(struct clone_arguments *arguments, struct launch *launch)
{
#if defined(__x86_64__)
    long result;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "0"(SYS_clone3), "D"(arguments), "S"(sizeof *arguments)
                     : "rcx", "r11", "memory", "cc");
#elif defined(__aarch64__)
    register long number __asm__("x8") = SYS_clone3;
    register long result __asm__("x0") = (long)arguments;
    register long size __asm__("x1") = sizeof *arguments;
    __asm__ volatile("svc 0" : "+r"(result) : "r"(number), "r"(size) : "memory", "cc");
#else
    long result = -ENOSYS;
    (void)arguments;
#endif
    if (result == 0) become(launch);
    return result;
}

/// Gives 0 with the child, or an error number.
static int spawn_once(const struct floe_spawn *what, pid_t *pid, int *pidfd)
{
    struct launch launch = {what, 0};
    int descriptor = -1;
    struct clone_arguments arguments = {
        .flags = clone_vm | clone_vfork | clone_pidfd, .pidfd = (uint64_t)(uintptr_t)&descriptor, .exit_signal = SIGCHLD};
    if (what->cgroup >= 3) {
        arguments.flags |= clone_into_cgroup;
        arguments.cgroup = (uint64_t)what->cgroup;
    }
    sigset_t all, before;
    sigfillset(&all);
    // No handler of ours may run in the child.
    pthread_sigmask(SIG_BLOCK, &all, &before);
    long child = clone_child(&arguments, &launch);
    if (child < 0 && what->cgroup >= 3) {
        // Outside of the group rather than not at all.
        arguments.flags &= ~clone_into_cgroup;
        child = clone_child(&arguments, &launch);
    }
    if (child == -ENOSYS || child == -EPERM) {
        // Containers of an older kind forbid the call, which they cannot look into.
        child = vfork();
        if (child == 0) become(&launch);
        if (child < 0) child = -errno;
        descriptor = child > 0 ? open_pidfd((pid_t)child) : -1;
        if (child > 0 && descriptor < 0 && launch.error == 0) {
            /* Without a descriptor nobody would see it end: what was started is taken back. */
            launch.error = errno;
            kill(-(pid_t)child, SIGKILL);
        }
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (child < 0) return (int)-child;
    if (launch.error != 0) {
        if (descriptor >= 0) close(descriptor);
        while (waitpid((pid_t)child, NULL, 0) < 0 && errno == EINTR) {}
        return launch.error;
    }
    *pid = (pid_t)child;
    *pidfd = descriptor;
    return 0;
}

int floe_spawn_start(const struct floe_spawn *what, pid_t *pid, int *pidfd)
{
    if (what->out < 3 || what->err < 3) return EBADF;
    int error = ETXTBSY;
    // A program that was written a moment ago may still be open for writing in a process another thread is starting.
    for (int attempt = 0; attempt < 8 && error == ETXTBSY; attempt++) {
        if (attempt > 0) {
            struct timespec pause = {0, 1000000L << attempt};
            nanosleep(&pause, NULL);
        }
        error = spawn_once(what, pid, pidfd);
    }
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
