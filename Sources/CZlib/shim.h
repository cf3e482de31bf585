#pragma once
#include <zlib.h>

/// `inflateInit2` is a macro, which Swift does not see. 16 more window bits: a gzip header is asked for.
static inline int daybook_inflate_gzip_init(z_stream *stream) {
    return inflateInit2(stream, 16 + MAX_WBITS);
}
