/// What this target admits at the most, each with its reason.
package enum WireLimits {
    /// A message without its body is its header.
    package static let minimumMessageByteCount = 16

    /// What servers themselves admit: `maxMessageSizeBytes` of their handshake, and 16 KiB for what surrounds
    /// documents.
    package static let maximumMessageByteCount = 48_000_000 + 16_384

    /// Servers refuse documents that are nested deeper than 200; the rest is room for what commands wrap around them.
    /// A reader recurses once a level, which a thread's stack bears many times over.
    package static let maximumDepth = 256
}
