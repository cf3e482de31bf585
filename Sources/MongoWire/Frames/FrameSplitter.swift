package import NIOCore

/// Cuts a stream of bytes into messages. Knows no sockets: it is fed whatever arrives and asked for what is complete.
///
/// A message is either gathered whole, to be looked at, or passed on in the pieces in which it comes; the header
/// decides, and then only what is looked at takes memory. The announced length is judged before a single byte of it
/// is waited for.
package struct FrameSplitter: ~Copyable, Sendable {
    package enum Output: Hashable, Sendable {
        /// A message that was gathered.
        case message(WireMessage)
        /// The next piece of a message that is passed on.
        case piece(ByteBuffer)
    }

    private var waiting = ByteBuffer()
    /// Bytes that are still to come of a message that is passed on.
    private var passingByteCount = 0
    private let maximumMessageByteCount: Int

    package init(maximumMessageByteCount: Int = WireLimits.maximumMessageByteCount) {
        self.maximumMessageByteCount = maximumMessageByteCount
    }

    package mutating func feed(_ bytes: ByteBuffer) {
        guard waiting.readableBytes > 0 else {
            waiting = bytes
            return
        }
        waiting.discardReadBytes()
        waiting.writeImmutableBuffer(bytes)
    }

    /// Bytes that came and were not handed out yet.
    package var waitingByteCount: Int { waiting.readableBytes }

    /// Whether the stream may end here: no message is under way.
    package var isBetweenMessages: Bool { waiting.readableBytes == 0 && passingByteCount == 0 }

    /// The next message or piece; `nil` when more bytes are needed first. Shares the bytes that were fed.
    ///
    /// - Parameter gathering: says of a message by its header whether it is to be gathered.
    /// - Throws: `WireError` with `messageTooShort` or `messageTooLong`; the stream cannot be read any further then.
    package mutating func next(gathering: (MessageHeader) -> Bool = { _ in true }) throws -> Output? {
        if passingByteCount == 0 {
            guard let header = MessageHeader(peeking: waiting) else {
                return nil
            }
            try check(header)
            if gathering(header) {
                return gather(header)
            }
            passingByteCount = header.messageByteCount
        }
        guard let piece = waiting.readSlice(length: min(passingByteCount, waiting.readableBytes)),
            piece.readableBytes > 0
        else {
            return nil
        }
        passingByteCount -= piece.readableBytes
        letGoOfEmptyBuffer()
        return .piece(piece)
    }

    private mutating func gather(_ header: MessageHeader) -> Output? {
        guard let bytes = waiting.readSlice(length: header.messageByteCount) else {
            return nil
        }
        letGoOfEmptyBuffer()
        return .message(WireMessage(header: header, bytes: bytes))
    }

    /// What was handed out holds its bytes by itself; held here as well, they would outlive it on an idle connection.
    private mutating func letGoOfEmptyBuffer() {
        if waiting.readableBytes == 0 {
            waiting = ByteBuffer()
        }
    }

    private func check(_ header: MessageHeader) throws {
        guard header.messageByteCount >= WireLimits.minimumMessageByteCount else {
            throw WireError(.messageTooShort, "a message announces \(header.messageByteCount) bytes")
        }
        guard header.messageByteCount <= maximumMessageByteCount else {
            throw WireError(
                .messageTooLong,
                "a message announces \(header.messageByteCount) bytes, more than \(maximumMessageByteCount)"
            )
        }
    }
}
