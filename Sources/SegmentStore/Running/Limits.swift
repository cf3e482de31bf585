internal import Dispatch

/// Every bound of the store, with its reason. Those that an installation may want to move are in `StoreOptions`.
enum Limits {
    /// A record holds a command of a document database, which takes 48 MiB on the wire and more as text.
    static let recordByteCount = 128 << 20
    /// A batch is one frame and is held in memory a few times over.
    static let batchByteCount = 256 << 20
    /// Batches from here on are compressed; what is smaller gains little, and is a matter of single calls or of a turn
    /// of an event loop, which has better things to do.
    static let packedByteCount = 64 << 10
    /// Shapes of access records in a batch; what has others beyond them stands for itself.
    static let recordShapeCount = 4_096
    /// Bytes of a batch's first records that may stand for themselves; behind them a quarter may.
    static let wholeRecordByteCount = 512 << 10
    /// Steps of a shape, two for each value: a record with more is not what most of a batch looks like.
    static let recordStepCount = 512
    /// Apps that a batch names by their number.
    static let packedReferenceCount = 65_536
    /// A group commit ends here, so that the write buffer stays small; a larger batch is a group of its own.
    static let groupByteCount = 4 << 20
    /// How long relaxed appends gather before they are brought to disk, where nobody waits for it: short beside the
    /// lease that covers them, long enough that syncs of a busy stream cost next to nothing.
    static let gatheringTime = DispatchTimeInterval.milliseconds(10)
    /// Bytes of relaxed appends that do not wait for more to gather; far below what may wait for the disk.
    static let gatheredByteCount = 1 << 20
    /// Groups up to here write zeros ahead of them into a new journal file; larger ones are work for a disk themselves.
    static let smallGroupByteCount = 32 << 10
    /// Zeros that are written ahead: some tens of small groups, and little beside a sync.
    static let zerosByteCount = 256 << 10
    /// What a write buffer may keep between groups.
    static let retainedBufferByteCount = 8 << 20
    /// Runs in one piece of the memory table; a piece is what an append copies while a scan holds it.
    static let chunkRunCount = 512
    /// Numbers that a lease covers beyond those given out: four times what waits for the disk, within this. The first
    /// bound spares a quiet stream a lease for each record, the second bounds what a loss window claims.
    static let leaseSequenceRange = 64...65_536
    /// Times that a lease covers. A record whose call began earlier waits for the disk; a lease that is not renewed is
    /// withdrawn after its time, so this bounds how long a window claims a loss that did not happen.
    static let leasePast = Duration.seconds(2)
    static let leaseFuture = Duration.seconds(4)
    /// Journal files that are kept to be written over: about as many as sealing one full stream frees. Writing over
    /// what the page cache still holds costs a tenth of writing into new room.
    static let spareFileCount = 8
    /// Manifest entries in one frame when it is written anew.
    static let manifestFrameEntryCount = 1_000
    /// Reading work that waits for a thread; beyond it the store is overloaded.
    static let waitingJobCount = 10_000
    /// What is read at a time of a file that is hashed: large enough to amortize a read.
    static let hashedPieceByteCount = 1 << 20
    /// Enough for the footer of most segments in one read.
    static let segmentTailByteCount = 32 << 10
    /// Segment files that are held open, each with some hundred kilobytes of indexes.
    static let openReaderCount = 64
    /// Rows of a row group, which is written and counted as one piece.
    static let blockRowCount = 65_536
    /// Encoded bytes of records in a row group, all of whose columns are held in memory while it is written.
    static let blockByteCount = 64 << 20
    /// Encoded bytes of records that sealing takes apart before it lets others go first: some tenths of a millisecond,
    /// and long enough that it gets on with its work beside a thread that never sleeps.
    static let courtesyByteCount = 64 << 10
    /// Rows of a page: few enough to be decoded for a page of 100 records.
    static let pageRecordCount = 8_192
    /// Encoded bytes of records whose columns share pages.
    static let pageByteCount = 8 << 20
    /// Bytes in one write or read of a whole file.
    static let writeByteCount = 1 << 20
    /// Slots of a template; a text that varies in more places is kept whole.
    static let slotCount = 64
    /// Templates of a row group; when there are more, texts are not worth taking apart.
    static let templateCount = 8_192
    /// Bytes of a term, of which the dictionary of a row group holds many.
    static let termByteCount = 256
    /// One probe in five finds a value that is not there; five to ten bits a value, as filters are powers of two. What
    /// a row group costs to look through is little beside what twice the bits would take in each of them.
    static let bloomFalsePositiveRate = 0.2
    /// Entries of the past that a manifest may hold beside four times the living ones before it is written anew.
    static let manifestSlackEntryCount = 4_096
    /// Numbers that lie this close together are counted in a table with a place for each, not in a dictionary.
    static let denseKeyCount = 1 << 16
    /// Places of a table for all pairs of two keys, or of a group and a number: a few megabytes.
    static let denseGroupCount = 1 << 20
    /// Values of a condition that are looked up in a bloom filter one by one; with more, one is likely to be there.
    static let probedValueCount = 64
    /// Different numbers of a column for each of which is kept which rows of a block have it: together no more than
    /// the column itself takes.
    static let bitmapCount = 32
    /// Room for a text that is put together; a longer one makes room for itself.
    static let usualTextByteCount = 2_048
    /// Rows of a block that an index names and that are then looked at one by one; more are found faster by whole
    /// columns.
    static let pointRowCount = 64
    /// Segments that a page of records is looked for in before other threads help.
    static let firstSearchSegmentCount = 1
    /// Segments that a page of records is looked for in where it was asked for, as long as all is in memory: some
    /// milliseconds at most.
    static let warmSegmentCount = 8
    /// Rows that a count or a summary goes through where it was asked for, as long as all is in memory: four segments.
    static let warmRowCount = 1 << 18
    /// Bytes of decoded pages, dictionaries, filters and indexes that are kept: what questions to the newest records
    /// of a few dozen streams need, or all columns of a million records that a chart asks for.
    static let cacheByteCount = 64 << 20
    /// What a value in the cache takes beside its content, roughly.
    static let cacheEntryByteCount = 256
    /// One value may take this share of the cache, and as much is freed at a time.
    static let cacheShareCount = 8
    /// Bytes of templates that open segments share; beyond it they are gathered anew.
    static let sharedTemplateByteCount = 8 << 20
    /// Templates whose steps an open segment keeps, each a few kilobytes.
    static let keptStepsCount = 256
}
