#define _GNU_SOURCE
#include "CSpawn.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/// Of the child until its program is loaded: it makes a dozen system calls and calls nothing.
enum { stack_size = 16 << 10 };

struct floe_launch {
    /// Cleared by the system when the child lets go of our memory: its program is loaded, or it has ended.
    volatile int child;
    volatile int error;
    struct floe_spawn what;
    char stack[stack_size] __attribute__((aligned(16)));
    /// Of `what`.
    char text[];
};

#if defined(__x86_64__) || defined(__aarch64__)

/// A system call that leaves `errno` alone, which the child shares with the thread that started it.
static inline __attribute__((always_inline)) long raw(long number, long a, long b, long c, long d)
{
#if defined(__x86_64__)
    register long fourth __asm__("r10") = d;
    long result;
    __asm__ volatile("syscall" : "=a"(result) : "0"(number), "D"(a), "S"(b), "d"(c), "r"(fourth) : "rcx", "r11", "memory", "cc");
    return result;
#else
    register long call __asm__("x8") = number;
    register long first __asm__("x0") = a;
    register long second __asm__("x1") = b;
    register long third __asm__("x2") = c;
    register long fourth __asm__("x3") = d;
    __asm__ volatile("svc 0" : "+r"(first) : "r"(call), "r"(second), "r"(third), "r"(fourth) : "memory", "cc");
    return first;
#endif
}

static inline __attribute__((always_inline)) long place(int from, int to)
{
    return raw(SYS_dup3, from, to, 0, 0);
}

/// The child's side, beside us in our memory: nothing here may touch what threads of ours use.
static __attribute__((noinline, noreturn, used)) void become(struct floe_launch *launch)
{
    const struct floe_spawn *what = &launch->what;
    static const unsigned long usual[16];
    long error = 0;
    for (int signal = 1; signal < NSIG; signal++) raw(SYS_rt_sigaction, signal, (long)usual, 0, sizeof(unsigned long));
    raw(SYS_setsid, 0, 0, 0, 0);
    int in = what->in >= 3 ? what->in : (int)raw(SYS_openat, AT_FDCWD, (long)"/dev/null", O_RDONLY | O_CLOEXEC, 0);
    if (in < 0) error = in;
    if (error == 0 && what->cwd) error = raw(SYS_chdir, (long)what->cwd, 0, 0, 0);
    // An error is negative; what worked gives the descriptor.
    if (error == 0 && in != 0 && (error = place(in, 0)) > 0) error = 0;
    if (error == 0 && (error = place(what->out, 1)) > 0) error = 0;
    if (error == 0 && (error = place(what->err, 2)) > 0) error = 0;
    if (error == 0) {
        raw(SYS_close_range, 3, ~0U, 0, 0);
        // The program starts without what stands on standard input of ours being closed with it.
        raw(SYS_fcntl, 0, F_SETFD, 0, 0);
        static const unsigned long none[16];
        raw(SYS_rt_sigprocmask, SIG_SETMASK, (long)none, 0, sizeof(unsigned long));
        // A program that was written a moment ago may still be open for writing in a process another thread is starting.
        for (int attempt = 0; attempt < 8; attempt++) {
            if (attempt > 0) {
                struct timespec pause = {0, 1000000L << attempt};
                raw(SYS_nanosleep, (long)&pause, 0, 0, 0);
            }
            error = raw(SYS_execve, (long)what->path, (long)what->argv, (long)what->envp, 0);
            if (error != -ETXTBSY) break;
        }
    }
    launch->error = (int)-error;
    for (;;) raw(SYS_exit_group, 127, 0, 0, 0);
}

struct clone_arguments {
    uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls, set_tid, set_tid_size, cgroup;
};

static const uint64_t clone_vm = 0x100, clone_pidfd = 0x1000, clone_child_cleartid = 0x200000, clone_into_cgroup = 0x200000000ULL;

static __attribute__((noinline)) long clone_beside(struct clone_arguments *arguments, struct floe_launch *launch)
{
#if defined(__x86_64__)
    long result;
    register struct floe_launch *given __asm__("r12") = launch;
    register void (*entry)(struct floe_launch *) __asm__("r13") = become;
    __asm__ volatile("syscall\n\t"
                     "test %%rax, %%rax\n\t"
                     "jnz 1f\n\t"
                     "mov %%r12, %%rdi\n\t"
                     "call *%%r13\n\t"
                     "ud2\n"
                     "1:"
                     : "=a"(result)
                     : "0"((long)SYS_clone3), "D"(arguments), "S"(sizeof *arguments), "r"(given), "r"(entry)
                     : "rcx", "r11", "memory", "cc");
    return result;
#else
    register long number __asm__("x8") = SYS_clone3;
    register long result __asm__("x0") = (long)arguments;
    register long size __asm__("x1") = sizeof *arguments;
    register struct floe_launch *given __asm__("x19") = launch;
    register void (*entry)(struct floe_launch *) __asm__("x20") = become;
    __asm__ volatile("svc 0\n\t"
                     "cbnz x0, 1f\n\t"
                     "mov x0, x19\n\t"
                     "blr x20\n\t"
                     "brk 1\n"
                     "1:"
                     : "+r"(result)
                     : "r"(number), "r"(size), "r"(given), "r"(entry)
                     : "memory", "cc", "x30");
    return result;
#endif
}

/// Gives 0, or an error number.
static int start_beside(struct floe_launch *launch, pid_t *pid, int *pidfd)
{
    int descriptor = -1;
    struct clone_arguments arguments = {
        .flags = clone_vm | clone_pidfd | clone_child_cleartid,
        .pidfd = (uint64_t)(uintptr_t)&descriptor,
        .child_tid = (uint64_t)(uintptr_t)&launch->child,
        .exit_signal = SIGCHLD,
        .stack = (uint64_t)(uintptr_t)launch->stack,
        .stack_size = stack_size};
    if (launch->what.cgroup >= 3) {
        arguments.flags |= clone_into_cgroup;
        arguments.cgroup = (uint64_t)launch->what.cgroup;
    }
    sigset_t all, before;
    sigfillset(&all);
    launch->child = 1;
    // No handler of ours may run in the child, nor on its stack.
    pthread_sigmask(SIG_BLOCK, &all, &before);
    long child = clone_beside(&arguments, launch);
    if (child < 0 && launch->what.cgroup >= 3) {
        // Outside of the group rather than not at all.
        arguments.flags &= ~clone_into_cgroup;
        child = clone_beside(&arguments, launch);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (child < 0) {
        launch->child = 0;
        return (int)-child;
    }
    *pid = (pid_t)child;
    *pidfd = descriptor;
    return 0;
}

#else

static int start_beside(struct floe_launch *launch, pid_t *pid, int *pidfd)
{
    (void)launch, (void)pid, (void)pidfd;
    return ENOSYS;
}

#endif

static size_t size_of(char *const *list, size_t *count)
{
    size_t size = 0;
    for (*count = 0; list[*count]; ++*count) size += strlen(list[*count]) + 1;
    return size;
}

static char *copied(const char *text, char **room)
{
    size_t size = strlen(text) + 1;
    char *copy = memcpy(*room, text, size);
    *room += size;
    return copy;
}

/// What is to be started is copied, since the caller's may be gone before the child has read it.
static struct floe_launch *prepared(const struct floe_spawn *what)
{
    size_t arguments, entries;
    size_t size = size_of(what->argv, &arguments) + size_of(what->envp, &entries) + strlen(what->path) + 1;
    if (what->cwd) size += strlen(what->cwd) + 1;
    struct floe_launch *launch;
    size_t lists = (arguments + entries + 2) * sizeof(char *);
    if (posix_memalign((void **)&launch, 64, sizeof *launch + lists + size) != 0) return NULL;
    launch->error = launch->child = 0;
    launch->what = *what;
    char **list = (char **)(void *)launch->text;
    char *room = launch->text + lists;
    launch->what.path = copied(what->path, &room);
    if (what->cwd) launch->what.cwd = copied(what->cwd, &room);
    launch->what.argv = list;
    for (size_t at = 0; at < arguments; at++) *list++ = copied(what->argv[at], &room);
    *list++ = NULL;
    launch->what.envp = list;
    for (size_t at = 0; at < entries; at++) *list++ = copied(what->envp[at], &room);
    *list = NULL;
    return launch;
}

int floe_launch_start(const struct floe_spawn *what, pid_t *pid, int *pidfd, struct floe_launch **launch)
{
    if (what->out < 3 || what->err < 3) return EBADF;
    *launch = prepared(what);
    if (!*launch) return ENOMEM;
    int error = start_beside(*launch, pid, pidfd);
    // Containers of an older kind forbid the call, which they cannot look into; and not every system has it.
    if (error == ENOSYS || error == EPERM || error == EINVAL) error = floe_spawn_start(what, pid, pidfd);
    if (error != 0) {
        free(*launch);
        *launch = NULL;
    }
    return error;
}

int floe_launch_is_loaded(const struct floe_launch *launch)
{
    return __atomic_load_n(&launch->child, __ATOMIC_ACQUIRE) == 0 && launch->error == 0;
}

void floe_launch_wait(struct floe_launch *launch)
{
    int value;
    while ((value = __atomic_load_n(&launch->child, __ATOMIC_ACQUIRE)) != 0)
        syscall(SYS_futex, &launch->child, FUTEX_WAIT, value, NULL, NULL, 0);
}

int floe_launch_end(struct floe_launch *launch)
{
    floe_launch_wait(launch);
    int error = launch->error;
    free(launch);
    return error;
}
