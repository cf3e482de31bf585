internal import Crypto
internal import Synchronization

/// What tokens were found to say, so that one that comes with every request is deciphered once.
///
/// They are known by the digest of their text, so how long a look takes tells nothing of a token. Whether one has
/// expired, and whether its user is still there, is asked each time by whoever asks.
final class OpenedTokens: Sendable {
    private let tokens = Mutex<[SHA256Digest: Token]>([:])

    /// - Parameter open: deciphers a token; `nil` for a text that is none, which is not kept.
    func token(_ text: String, orElse open: (String) -> Token?) -> Token? {
        let digest = SHA256.hash(data: Array(text.utf8))
        if let token = tokens.withLock({ $0[digest] }) { return token }
        guard let token = open(text) else { return nil }
        tokens.withLock { tokens in
            if tokens.count >= Limits.openedTokenCountMaximum { tokens.removeAll(keepingCapacity: true) }
            tokens[digest] = token
        }
        return token
    }
}
