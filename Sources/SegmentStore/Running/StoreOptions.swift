package import Evidence
package import Logbook

/// How a store of this installation works. The defaults suit one machine with a few gigabytes of memory.
package struct StoreOptions: Sendable {
    package var sealPolicy: SealPolicy
    /// How often `run` looks whether something is to be sealed.
    package var maintenanceInterval: Duration
    /// Room reserved for a journal file.
    package var journalFileByteCount: Int
    /// When the journal takes more than this, the streams that hold its oldest file are sealed before their time.
    package var journalByteCount: Int
    /// Bytes that may wait for the disk before appends are refused as `overloaded`.
    package var waitingByteCount: Int
    /// Bytes of open records, all streams together. Beyond them appends wait for sealing, `waitingByteCount` of them at
    /// most; they are refused as `overloaded` when it makes no room, or when nobody runs it.
    package var openByteCount: Int
    /// Whole segments that the open records of one stream may make. Beyond them appends to it wait for sealing, as long
    /// as that works: open records take more memory than sealed ones, and more time to be searched.
    package var wholeSegmentCount: Int
    /// Segments that are written at the same time; each takes some tens of megabytes meanwhile, and a core.
    package var sealerCount: Int
    /// How the rows of segment files are divided.
    package var segmentShape = SegmentShape.standard
    /// Threads that scans, counts and listings share.
    package var readerCount: Int
    /// Bytes of what was read of segment files that are kept for the next question; 0 for none.
    package var cacheByteCount: Int
    /// Signs the checkpoints of the project logs; without it there are none.
    package var checkpointKey: NoteKey?
    /// Bytes of a loss window as one line of an audit log file; the store writes such windows itself.
    package var lossLineByteCount: @Sendable (LossWindow, Stream) -> Int

    package init(
        sealPolicy: SealPolicy = SealPolicy(), maintenanceInterval: Duration = .seconds(1),
        journalFileByteCount: Int = 16 << 20, journalByteCount: Int = 1 << 30, waitingByteCount: Int = 64 << 20,
        openByteCount: Int = 256 << 20, wholeSegmentCount: Int = 4, sealerCount: Int = 2, readerCount: Int = 4,
        cacheByteCount: Int? = nil, checkpointKey: NoteKey? = nil,
        lossLineByteCount: @escaping @Sendable (LossWindow, Stream) -> Int = { _, _ in 0 }
    ) {
        precondition(journalFileByteCount >= 4_096 && wholeSegmentCount > 0 && sealerCount > 0)
        precondition(readerCount > 0)
        precondition(cacheByteCount.map { $0 >= 0 } ?? true)
        self.sealPolicy = sealPolicy
        self.maintenanceInterval = maintenanceInterval
        self.journalFileByteCount = journalFileByteCount
        self.journalByteCount = journalByteCount
        self.waitingByteCount = waitingByteCount
        self.openByteCount = openByteCount
        self.wholeSegmentCount = wholeSegmentCount
        self.sealerCount = sealerCount
        self.readerCount = readerCount
        self.cacheByteCount = cacheByteCount ?? Limits.cacheByteCount
        self.checkpointKey = checkpointKey
        self.lossLineByteCount = lossLineByteCount
    }
}
