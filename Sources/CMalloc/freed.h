// What the allocator does with memory that is let go of.

#ifndef DAYBOOK_FREED_H
#define DAYBOOK_FREED_H

#include <malloc.h>
#include <unistd.h>

// Keeps freed memory for the next use instead of handing it back to the system with each large array: a segment that is
// sealed lets go of dozens of them, of up to some megabytes each, and the next one wants the same again. Handing memory
// back costs a call, getting it a fault for each page, and both interrupt the other cores. Threads share as many stocks
// of memory as there are cores, not eight times as many, so that what one lets go of is there for the others.
//
// To be called once, before there are threads. A library of C without these settings is left as it is.
static inline void daybook_keep_freed_memory(void) {
#if defined(M_MMAP_THRESHOLD) && defined(M_TRIM_THRESHOLD) && defined(M_ARENA_MAX)
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    mallopt(M_ARENA_MAX, cores < 2 ? 2 : cores > 64 ? 64 : (int)cores);
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
#endif
}

#endif
