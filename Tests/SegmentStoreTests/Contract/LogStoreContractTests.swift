import DaybookTesting
import Logbook
import SegmentStore
import Testing

struct LogStoreContractTests {
    @Test(arguments: LogStoreContract.all)
    func `the model keeps the contract`(_ contract: LogStoreContract) async throws {
        try await contract.check(ModelUnderTest(time: TestClock().timeSource))
    }

    @Test(arguments: LogStoreContract.all)
    func `the segment store keeps the contract on the machine's file system`(_ contract: LogStoreContract) async throws
    {
        try await withTemporaryFolder { folder in
            try await contract.check(
                SegmentStoreUnderTest(
                    folder: folder + "/store", fileSystem: LinuxFileSystem(), time: TestClock().timeSource))
        }
    }

    @Test(arguments: LogStoreContract.all)
    func `the segment store keeps the contract on the simulated file system`(
        _ contract: LogStoreContract
    ) async throws {
        try await contract.check(
            SegmentStoreUnderTest(
                folder: "/store", fileSystem: CrashingFileSystem(seed: 1), time: TestClock().timeSource))
    }
}
