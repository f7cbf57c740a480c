#pragma once
#include <stddef.h>

/// One file of the dashboard, as it lies in webapp/.
typedef struct {
    /// Below webapp/, with `/` between folders: `parts/log.js`.
    const char *path;
    /// For the header `Content-Type`.
    const char *content_type;
    const unsigned char *data;
    size_t size;
} floe_webapp_file;

/// All files, sorted by path (as bytes). They live as long as the program.
extern const floe_webapp_file floe_webapp_files[];
extern const size_t floe_webapp_file_count;
