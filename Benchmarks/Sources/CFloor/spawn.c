#include "CFloor.h"
#include "seconds.h"
#include <pthread.h>
#include <spawn.h>
#include <sys/wait.h>

extern char **environ;

static int spawn_one(void) {
    char *argv[] = {"true", 0};
    pid_t pid;
    int status;
    if (posix_spawn(&pid, "/bin/true", 0, 0, argv, environ)) return -1;
    return waitpid(pid, &status, 0) == pid && status == 0 ? 0 : -1;
}

double floor_spawn(int count) {
    double start = seconds();
    for (int i = 0; i < count; i++)
        if (spawn_one()) return -1;
    return seconds() - start;
}

static void *work(void *argument) {
    int *count = argument;
    for (; *count > 0; --*count)
        if (spawn_one()) break;
    return 0;
}

double floor_spawn_workers(int count, int workers) {
    enum { most = 64 };
    pthread_t threads[most];
    int shares[most], started = 0, left = 0;
    if (workers < 1 || workers > most) return -1;
    double start = seconds();
    for (; started < workers; started++) {
        shares[started] = count / workers + (started < count % workers);
        if (pthread_create(&threads[started], 0, work, &shares[started])) break;
    }
    for (int i = 0; i < started; i++) {
        pthread_join(threads[i], 0);
        left += shares[i];
    }
    return started == workers && left == 0 ? seconds() - start : -1;
}
