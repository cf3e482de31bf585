internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

extension Response {
    /// An answer whose body is JSON; the fields of an object come in alphabetical order.
    static func json(_ body: some Encodable, status: HTTPResponse.Status = .ok) -> Response {
        json(bytes: JSONText.bytes(of: body), status: status)
    }

    /// An answer whose body is JSON already.
    static func json(bytes: [UInt8], status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
