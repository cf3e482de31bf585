import DocumentAudit

/// Where collected lines go: a server over HTTP, or the store of this process.
protocol LineTaker: Sendable {
    /// How far a source has come; `nil` when nothing came from it yet.
    ///
    /// - Throws: `CommandError` when there is no use in trying again; anything else may pass.
    func position(of source: String) async throws -> String?

    /// Keeps a batch, durably and once.
    ///
    /// - Returns: `nil` when the source stands elsewhere than the batch says.
    /// - Throws: `CommandError` when there is no use in trying again; anything else may pass.
    func take(_ batch: LineIntake.Batch) async throws -> TakenLines?
}

/// What became of the lines of a batch.
struct TakenLines: Decodable {
    struct Problem: Decodable {
        var line: Int
        var column: Int
        var reason: String
    }

    var accepted = 0
    var rejected = 0
    /// The first lines that were refused.
    var errors: [Problem] = []
}

/// Why lines are not taken for the moment.
struct Unavailable: Error, CustomStringConvertible {
    var reason: String
    var description: String { reason }
}
