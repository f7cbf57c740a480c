#include "CFloor.h"
#include "seconds.h"
#include <sqlite3.h>
#include <stdint.h>
#include <string.h>

enum { page_size = 50, host_size = 256 };

// Reads a page from where the statement stands, and binds the key of its last row for the next one.
static int read_page(sqlite3_stmt *statement, int time_column) {
    int64_t time = 0, number = 0, sum = 0;
    char host[host_size] = "";
    int rows = 0, columns = sqlite3_column_count(statement);
    while (rows < page_size && sqlite3_step(statement) == SQLITE_ROW) {
        for (int c = 0; c < columns; c++) {
            switch (sqlite3_column_type(statement, c)) {
            case SQLITE_INTEGER: sum += sqlite3_column_int64(statement, c); break;
            case SQLITE_TEXT: sum += sqlite3_column_text(statement, c)[0] + sqlite3_column_bytes(statement, c); break;
            default: break;
            }
        }
        if (++rows == page_size) {
            time = sqlite3_column_int64(statement, time_column);
            number = sqlite3_column_int64(statement, 0);
            strncpy(host, (const char *)sqlite3_column_text(statement, 1), host_size - 1);
        }
    }
    sqlite3_reset(statement);
    sqlite3_bind_int64(statement, 1, time);
    sqlite3_bind_int64(statement, 2, number);
    sqlite3_bind_text(statement, 3, host, -1, SQLITE_TRANSIENT);
    return rows == page_size && sum != 0 ? 0 : -1;
}

double floor_pages(const char *path, const char *sql, int time_column, int pages) {
    sqlite3 *db = 0;
    sqlite3_stmt *statement = 0;
    double result = -1;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, 0) == SQLITE_OK
        && sqlite3_prepare_v2(db, sql, -1, &statement, 0) == SQLITE_OK) {
        sqlite3_bind_int64(statement, 1, INT64_MAX);
        sqlite3_bind_int64(statement, 2, INT64_MAX);
        sqlite3_bind_text(statement, 3, "", -1, SQLITE_STATIC);
        int failed = 0;
        double start = seconds();
        for (int p = 0; p < pages && !failed; p++) failed = read_page(statement, time_column);
        if (!failed) result = seconds() - start;
    }
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return result;
}
