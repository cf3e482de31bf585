/// What a reader admits, checked before anything is allocated for it.
///
/// A file is somebody else's word: a page of ten bytes may announce two billion values. The defaults admit what
/// the common writers produce with room to spare, and keep a damaged file from taking the machine's memory.
package struct Limits: Sendable, Hashable {
    /// The footer is held in memory several times its size while it is parsed.
    package var footerByteCount = 64 << 20
    /// A page is decompressed whole.
    package var pageByteCount = 512 << 20
    /// A run of one repeated value costs three bytes whatever its length, so the bytes of a page do not bound its
    /// values.
    package var pageValueCount = 1 << 24
    /// Values of one read together; writers commonly stop a row group at a million rows.
    package var columnValueCount = 1 << 27
    /// Bytes of byte arrays in one read: a dictionary multiplies them. Below 4 GiB, as offsets are 32 bits wide.
    package var columnByteCount = 1 << 30
    /// Pages of one column chunk.
    package var pageCount = 1 << 20
    /// The largest bloom filter; a filter of this size is right for a hundred million values.
    package var bloomFilterByteCount = 128 << 20

    package init() {}
}

/// Depth of structures inside a structure that is passed over; the format itself nests no deeper than seven.
let thriftDepthLimit = 16

/// Elements of a schema: each column of a row group is looked at when a file is opened.
let schemaElementLimit = 1 << 16

/// Contexts for decompression that are kept while nobody uses them, of 150 KiB each: about as many as there are
/// threads.
let idleDecompressorLimit = 16
