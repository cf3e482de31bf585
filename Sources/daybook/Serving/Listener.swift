import Glibc
import NIOCore
import ServiceLifecycle

/// A service that listens, and says in plain words when it cannot.
struct Listener: Service {
    private let name: String
    private let address: Address
    private let service: any Service

    init(_ name: String, at address: Address, service: any Service) {
        self.name = name
        self.address = address
        self.service = service
    }

    func run() async throws {
        do {
            try await service.run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw CommandError(
                "cannot listen on \(address) for \(name): the port is taken; stop who has it, or change it")
        } catch let error as IOError {
            throw CommandError("cannot listen on \(address) for \(name): \(error)")
        }
    }
}
