#include "CFloor.h"
#include "seconds.h"
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

int floor_await(int fifo) {
    struct pollfd wait = {fifo, POLLIN, 0};
    char byte;
    if (poll(&wait, 1, 30000) != 1) return -1;
    return read(fifo, &byte, 1) == 1 ? 0 : -1;
}

double floor_first(const char *database, const char *script, int fifo, int count) {
    sqlite3 *db;
    sqlite3_stmt *insert;
    if (sqlite3_open(database, &db)) return -1;
    sqlite3_exec(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE IF NOT EXISTS event (a, b)", 0, 0, 0);
    if (sqlite3_prepare_v2(db, "INSERT INTO event VALUES (1, 'an event of about the usual size, with a tag and some values')", -1, &insert, 0))
        return -1;
    char *argv[] = {"sh", "-c", (char *)script, 0};
    double start = seconds();
    int failed = 0;
    for (int i = 0; i < count && !failed; i++) {
        pid_t pid;
        int status;
        failed = sqlite3_step(insert) != SQLITE_DONE || sqlite3_reset(insert) || posix_spawn(&pid, "/bin/sh", 0, 0, argv, environ)
            || floor_await(fifo);
        if (!failed) waitpid(pid, &status, 0);
    }
    double took = seconds() - start;
    sqlite3_finalize(insert);
    sqlite3_close(db);
    return failed ? -1 : took;
}
