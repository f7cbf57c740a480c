// What the machine can do at best: the plainest C loops. All of them return seconds, or -1 when something failed.
#pragma once

// posix_spawn of /bin/true and waitpid, one after the other.
double floor_spawn(int count);

// The same by so many threads at once; `count` in all.
double floor_spawn_workers(int count, int workers);

// Transactions with so many rows each into a new SQLite file at `path`: WAL, synchronous=FULL, a row the size of an event, one
// index beside the row id.
double floor_commits(const char *path, int transactions, int rows);

// Pages of 50 rows from the SQLite file at `path`, every column read. `sql` takes the key of the row before as parameters
// 1...3 (time, number, host) and gives number and host as its first columns, and the time as column `time_column`.
double floor_pages(const char *path, const char *sql, int time_column, int pages);

// A byte from a fifo that is open for reading: 0, or -1 when none comes within 30 s.
int floor_await(int fifo);

// A durable commit of one row to the SQLite file, then `sh -c script`, until a byte comes from the fifo; so many times.
double floor_first(const char *database, const char *script, int fifo, int count);

// Web-socket clients of a floe on this machine that read whatever comes and count its messages; the first `silent` never read.
// Null when one of them could not connect.
struct clients;
struct clients *clients_open(int port, const char *token, int count, int silent);
long clients_frames(struct clients *clients);
void clients_close(struct clients *clients);
