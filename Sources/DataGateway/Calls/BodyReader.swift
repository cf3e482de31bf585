internal import DataService
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Reads the body of a request, bounded in size and time.
enum BodyReader {
    /// - Throws: `ServiceError` with `bodyTooLarge` (before anything is read when the length is announced),
    ///   `bodyUnsupported`, `bodyTooSlow` or `callerGone`.
    static func read(_ request: Request, byteCountMaximum: Int, time: Duration) async throws -> [UInt8] {
        let headers = request.headers
        if let encoding = headers[.contentEncoding], encoding.lowercased() != "identity" {
            throw ServiceError(.bodyUnsupported, "the body is compressed, send it without content-encoding")
        }
        let announced = headers[.contentLength].flatMap { Int($0) } ?? 0
        guard announced <= byteCountMaximum else { throw tooLarge(byteCountMaximum) }
        guard announced > 0 || headers[.transferEncoding] != nil else { return [] }
        return try await withThrowingTaskGroup(of: [UInt8].self) { group in
            group.addTask { try await collect(request.body, announced: announced, byteCountMaximum: byteCountMaximum) }
            group.addTask {
                try await Task.sleep(for: time)
                throw ServiceError(.bodyTooSlow, "the body did not arrive in time, send it faster")
            }
            defer { group.cancelAll() }
            return try await group.next() ?? []
        }
    }

    private static func collect(
        _ body: RequestBody, announced: Int, byteCountMaximum: Int
    ) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(announced)
        do {
            for try await buffer in body {
                guard bytes.count + buffer.readableBytes <= byteCountMaximum else { throw tooLarge(byteCountMaximum) }
                bytes.append(contentsOf: buffer.readableBytesView)
            }
        } catch let error as ServiceError {
            throw error
        } catch {
            throw ServiceError(.callerGone, "the caller left before the body was complete")
        }
        guard bytes.count >= announced else {
            throw ServiceError(.callerGone, "the caller left before the body was complete")
        }
        return bytes
    }

    private static func tooLarge(_ byteCountMaximum: Int) -> ServiceError {
        ServiceError(.bodyTooLarge, "the body has more than \(byteCountMaximum) bytes, send less")
    }
}
