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

/// The file with this number, below `floe_webapp_file_count`: Swift does not see arrays of unknown length.
static inline const floe_webapp_file *floe_webapp_file_at(size_t number) { return &floe_webapp_files[number]; }
