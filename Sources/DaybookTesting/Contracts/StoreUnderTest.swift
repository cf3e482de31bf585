package import Logbook

/// A store that a contract is checked against, and how it is ended and begun again.
package protocol StoreUnderTest: Sendable {
    /// Opens the store with everything that was kept so far; called again only after `close`.
    func open() async throws -> any LogStore
    func close(_ store: any LogStore) async throws
}

/// The model forgets nothing, so reopening is nothing.
package struct ModelUnderTest: StoreUnderTest {
    private let store: ModelLogStore

    package init(time: TimeSource) {
        store = ModelLogStore(time: time)
    }

    package func open() async throws -> any LogStore { store }
    package func close(_ store: any LogStore) async throws {}
}
