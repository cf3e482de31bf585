internal import Logbook

/// Every bound of the control plane, and its reason.
enum Limits {
    // MARK: Connections

    /// Open connections; more wait in the backlog. Bounds memory together with the body limit.
    static let connectionCountMaximum = 1_024
    /// A connection on which nothing arrives for so long is closed, in the middle of a request or between two.
    static let idleSeconds: Int64 = 60
    /// Bytes of all headers of a request: a cloud token takes a few thousand.
    static let headerByteCountMaximum = 64 * 1_024
    static let headerCountMaximum = 200

    // MARK: Bodies

    /// Bytes of a signed request's body; documented by the signing guide.
    static let bodyByteCountMaximum = 12 * 1_024 * 1_024
    /// Bytes of the body of a request that anybody may send; a sign-in with user name, password and token fits many
    /// times.
    static let openByteCountMaximum = 64 * 1_024

    // MARK: Access log

    /// Rows of an answer, and how many an old client gets, who asks for no number.
    static let accessLogRowCountMaximum = 1_000
    /// Bytes of an answer's rows; the newest are kept. A row can hold a body of megabytes.
    static let accessLogByteCountMaximum = 16 * 1_024 * 1_024
    /// Records read from the store at a time, so that an answer that is full of large ones ends early.
    static let accessLogScanCount = 100

    // MARK: Audit log

    /// Documented: records of a page, and the default.
    static let auditLogPageRange = 1...100
    /// Documented: between start and end of a question.
    static let auditLogSpan = Duration.seconds(30 * 86_400)
    /// Documented: ids of one request for links.
    static let auditLinkCountRange = 1...50
    /// Documented: how long a link can be used.
    static let auditLinkLifetime = Duration.seconds(300)
    /// File names of one deletion: ten pages of a list.
    static let auditDeletionCountRange = 1...1_000
    /// Bytes of audit lines made at a time while a file is sent, about.
    static let downloadChunkByteCount = 1_024 * 1_024
    static let downloadChunkRecordCountMaximum = 4_096

    // MARK: Slow and error logs

    /// Documented: rows that are passed over.
    static let eventLogOffsetRange = 0...1_999
    /// Documented: rows of a page.
    static let eventLogPageRange = 1...100
    /// Documented: rows of a page when no number is given.
    static let eventLogPageDefault = 10
    /// Documented: rows passed over and rows of the page, together.
    static let eventLogDepthMaximum = 2_000
    /// Documented as a month: the longest there is.
    static let eventLogAge = Duration.seconds(31 * 86_400)
    /// Documented: keywords of one kind.
    static let eventLogKeywordCountMaximum = 10
    /// Bytes of a statement that the slow log shows: a page of the longest is some megabytes.
    static let slowStatementByteCountMaximum = 64 * 1_024

    /// Documented: how long a link to a file can be used, and how far back a file goes is `eventLogAge`.
    static let eventLogLinkLifetime = Duration.seconds(900)
    /// Names of one request for files: those of all nodes of the largest instance.
    static let eventLogNameCountMaximum = 100
    /// How long a request waits for files that are being made. Most are there by then, and nobody has to ask twice.
    static let eventLogFilePatience = Duration.seconds(2)
    /// Files that were asked for and not handed out yet; each is some hundred bytes here.
    static let eventLogFileCountMaximum = 1_000
    /// Records read at a time for a file: statements of the longest that are shown take some megabytes.
    static let eventLogFileScanCount = 200

    // MARK: Lists

    /// Documented: instances of a page of targets, and the default.
    static let logTargetPageRange = 0...50
    /// Targets that one request sets: a page of them.
    static let logTargetCountRange = 1...50

    /// Documented: instances of a page, and the default.
    static let instancePageRange = 1...100
    /// Documented: projects of a page.
    static let projectPageRange = 1...5_000
    /// Workspaces of a page; more than the few that a project has.
    static let workspacePageRange = 1...1_000

    // MARK: Questions

    /// Rows of an answer; who wants more goes on with the cursor.
    static let queryRowCountMaximum = 10_000
    /// Bytes of the records of an answer, about: an answer that is full ends early, with a cursor.
    static let queryByteCountMaximum = 16 * 1_024 * 1_024
    /// Records read from the store at a time, so that an answer that is full of large ones ends early.
    static let queryScanCount = 100
    /// Loss windows that an answer names, the newest: one says already that something is missing.
    static let queryLossCountMaximum = 100
    /// Columns, groups or aggregates: more than there are fields.
    static let queryColumnCountMaximum = 50

    // MARK: Retention

    /// Deletions of a page, and the default.
    static let deletionPageRange = 1...1_000

    // MARK: Collecting

    /// Bytes of the lines of a batch: a command of 48 MB, the largest there is, grows as text.
    static let collectedByteCountMaximum = 128 * 1_024 * 1_024

    // MARK: Import

    /// Bytes of a body that are handed on at a time once its encoding is undone.
    static let decodedPieceByteCount = 64 * 1_024
    /// A zstd frame may look back so far, as a power of two: 8 MiB, which every decoder of HTTP has to hold (RFC 9659).
    static let zstdWindowLog: Int32 = 23
    /// For the files of whoever runs the program: 128 MiB, what `zstd` itself reads without being asked to.
    static let trustedZstdWindowLog: Int32 = 27
    /// How many times longer than it came a body may get. Access records shrink to a twentieth; what shrinks more is
    /// made to fill the disk.
    static let decodedGrowthMaximum = 200
    /// A body that stays below this is no bomb, however much it grows.
    static let decodedByteCountMinimum = 64 * 1_024 * 1_024
}
