/// Every bound of identity, and its reason.
package enum Limits {
    /// How far the date of a signature may be from now, either way; documented.
    package static let signatureWindow = Duration.seconds(15 * 60)
    /// Consecutive failures that an access key or a user may have; one more locks it. Documented for access keys.
    package static let failureCountMaximum = 5
    /// How long a lock holds; documented for access keys.
    package static let lockDuration = Duration.seconds(5 * 60)
    /// Keys whose failures are remembered: bounds memory. The one that failed longest ago is forgotten first.
    package static let trackedFailureCountMaximum = 10_000
    /// Life of a token; the published examples show 24 hours.
    package static let tokenLifetime = Duration.seconds(24 * 3_600)
    /// Characters of a token that are looked at; ours are below 1,500, those of the cloud a few thousand.
    package static let tokenCharacterCountMaximum = 16_384
    /// Tokens that are kept deciphered, about a KiB each; with one more all are forgotten.
    package static let openedTokenCountMaximum = 4_096
    /// Characters of the canonical request that an error shows: enough to compare, and below what an `error_msg` may
    /// hold.
    package static let shownCanonicalRequestCountMaximum = 8_000
    /// Password checks that wait for their turn. One takes about 0.1 s, so that the last one waits some seconds.
    package static let waitingPasswordCheckCountMaximum = 64
    /// Bytes of a password; more is refused before any work is done.
    package static let passwordByteCountMaximum = 1_024
}
