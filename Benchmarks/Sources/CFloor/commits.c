#include "CFloor.h"
#include "seconds.h"
#include <sqlite3.h>

static int step(sqlite3_stmt *statement) {
    int code = sqlite3_step(statement);
    sqlite3_reset(statement);
    return code == SQLITE_DONE ? 0 : -1;
}

static const char *tables =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
    "CREATE TABLE event (sequence INTEGER PRIMARY KEY, number INTEGER NOT NULL, host TEXT NOT NULL, id INTEGER NOT NULL,"
    " tag TEXT NOT NULL, node TEXT NOT NULL, pass INTEGER NOT NULL, good INTEGER, own TEXT, causes TEXT,"
    " cleanup INTEGER NOT NULL, at INTEGER NOT NULL, UNIQUE (number, host, id))";

static double commit_all(sqlite3 *db, int transactions, int rows) {
    sqlite3_stmt *begin = 0, *insert = 0, *commit = 0;
    double result = -1;
    if (sqlite3_prepare_v2(db, "BEGIN IMMEDIATE", -1, &begin, 0) == SQLITE_OK
        && sqlite3_prepare_v2(db, "COMMIT", -1, &commit, 0) == SQLITE_OK
        && sqlite3_prepare_v2(db, "INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", -1, &insert, 0) == SQLITE_OK) {
        double start = seconds();
        int sequence = 0, failed = 0;
        for (int t = 0; t < transactions && !failed; t++) {
            failed |= step(begin);
            for (int r = 0; r < rows; r++) {
                ++sequence;
                sqlite3_bind_int64(insert, 1, sequence);
                sqlite3_bind_int64(insert, 2, 1);
                sqlite3_bind_text(insert, 3, "h1", -1, SQLITE_STATIC);
                sqlite3_bind_int64(insert, 4, sequence);
                sqlite3_bind_text(insert, 5, "task.compile.good", -1, SQLITE_STATIC);
                sqlite3_bind_text(insert, 6, "compile", -1, SQLITE_STATIC);
                sqlite3_bind_int64(insert, 7, 1);
                sqlite3_bind_int64(insert, 8, 1);
                sqlite3_bind_null(insert, 9);
                sqlite3_bind_text(insert, 10, "1", -1, SQLITE_STATIC);
                sqlite3_bind_int64(insert, 11, 0);
                sqlite3_bind_int64(insert, 12, 1700000000000);
                failed |= step(insert);
            }
            failed |= step(commit);
        }
        if (!failed) result = seconds() - start;
    }
    sqlite3_finalize(begin);
    sqlite3_finalize(commit);
    sqlite3_finalize(insert);
    return result;
}

double floor_commits(const char *path, int transactions, int rows) {
    sqlite3 *db = 0;
    double result = -1;
    if (sqlite3_open(path, &db) == SQLITE_OK && sqlite3_exec(db, tables, 0, 0, 0) == SQLITE_OK)
        result = commit_all(db, transactions, rows);
    sqlite3_close(db);
    return result;
}
