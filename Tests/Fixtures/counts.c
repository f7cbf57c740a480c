// Counts what a process and its children ask of the system and of the allocator, in a file they share: loaded before their own libraries
// (LD_PRELOAD) by the tests of costs. FLOE_COUNTS names the file, of at least 64 bytes.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { allocations, allocated, writes, written, syncs, counted };

static unsigned long before_there_is_a_file[8];
static unsigned long *counts = before_there_is_a_file;

__attribute__((constructor)) static void share(void)
{
    const char *name = getenv("FLOE_COUNTS");
    int file = name ? open(name, O_RDWR | O_CLOEXEC) : -1;
    if (file < 0) return;
    void *there = mmap(0, sizeof before_there_is_a_file, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (there != MAP_FAILED) counts = there;
    close(file);
}

static inline void add(int which, unsigned long much) { __atomic_fetch_add(&counts[which], much, __ATOMIC_RELAXED); }

static inline void allocation(size_t size)
{
    add(allocations, 1);
    add(allocated, size);
}

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);

void *malloc(size_t size) { allocation(size); return __libc_malloc(size); }
void *calloc(size_t count, size_t size) { allocation(count * size); return __libc_calloc(count, size); }
void *realloc(void *old, size_t size) { allocation(size); return __libc_realloc(old, size); }
void *aligned_alloc(size_t alignment, size_t size) { allocation(size); return __libc_memalign(alignment, size); }

int posix_memalign(void **result, size_t alignment, size_t size)
{
    allocation(size);
    void *memory = __libc_memalign(alignment, size);
    if (!memory) return 12;
    *result = memory;
    return 0;
}

// What a call really is called by, found when it is first made.
#define REAL(result, name, ...) \
    static result (*real)(__VA_ARGS__); \
    if (!real) real = (result (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static ssize_t wrote(ssize_t size)
{
    add(writes, 1);
    if (size > 0) add(written, size);
    return size;
}

ssize_t write(int file, const void *bytes, size_t size) { REAL(ssize_t, "write", int, const void *, size_t); return wrote(real(file, bytes, size)); }

ssize_t writev(int file, const struct iovec *parts, int count)
{
    REAL(ssize_t, "writev", int, const struct iovec *, int);
    return wrote(real(file, parts, count));
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t at)
{
    REAL(ssize_t, "pwrite", int, const void *, size_t, off_t);
    return wrote(real(file, bytes, size, at));
}

ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t at)
{
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    return wrote(real(file, bytes, size, at));
}

ssize_t send(int file, const void *bytes, size_t size, int flags)
{
    REAL(ssize_t, "send", int, const void *, size_t, int);
    return wrote(real(file, bytes, size, flags));
}

ssize_t sendmsg(int file, const struct msghdr *message, int flags)
{
    REAL(ssize_t, "sendmsg", int, const struct msghdr *, int);
    return wrote(real(file, message, flags));
}

int fsync(int file) { REAL(int, "fsync", int); add(syncs, 1); return real(file); }
int fdatasync(int file) { REAL(int, "fdatasync", int); add(syncs, 1); return real(file); }
