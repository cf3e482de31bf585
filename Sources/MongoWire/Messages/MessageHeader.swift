package import NIOCore

/// The 16 bytes that begin every message: four 32-bit integers, little endian.
package struct MessageHeader: Hashable, Sendable {
    package static let byteCount = 16

    /// Bytes of the whole message, header included.
    package var messageByteCount: Int
    package var requestID: Int32
    /// The `requestID` that this message answers; 0 in a request.
    package var responseTo: Int32
    package var opcode: Opcode

    package init(messageByteCount: Int, requestID: Int32, responseTo: Int32, opcode: Opcode) {
        self.messageByteCount = messageByteCount
        self.requestID = requestID
        self.responseTo = responseTo
        self.opcode = opcode
    }

    /// Reads the header at the front of the buffer without moving its reader index; `nil` when bytes are still missing.
    ///
    /// The length is not judged here.
    package init?(peeking buffer: ByteBuffer) {
        guard
            let (length, requestID, responseTo, opcode) = buffer.peekMultipleIntegers(
                endianness: .little, as: (Int32, Int32, Int32, Int32).self
            )
        else {
            return nil
        }
        self.init(
            messageByteCount: Int(length), requestID: requestID, responseTo: responseTo,
            opcode: Opcode(rawValue: opcode)
        )
    }

    package func write(to buffer: inout ByteBuffer) {
        buffer.writeMultipleIntegers(
            Int32(messageByteCount), requestID, responseTo, opcode.rawValue, endianness: .little
        )
    }
}
