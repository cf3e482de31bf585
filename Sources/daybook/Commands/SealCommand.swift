import ArgumentParser
import DaybookHTTP
import Logbook
import Logging
import SegmentStore

/// `daybook seal`: closes what is open, by itself or through the running server.
struct SealCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal",
        abstract: "Closes all open audit log files and segments now.",
        discussion: """
            Asks the server that runs on the data folder; opens the folder itself when none runs. Prints the new
            segments as JSON.
            """
    )

    @OptionGroup var data: FolderOption

    func run() async throws {
        let folder = data.folder
        try folder.demandInstalled()
        do {
            let store = try await folder.openStore(logger: Logger(label: "daybook"))
            let segments = try await store.seal(.all)
            await store.close()
            try StandardOutput.write(json: SegmentList(segments))
        } catch let error as LogStoreError where error.code == .inUse {
            let server = try RunningServer(folder: folder, settings: try await Settings(folder: folder))
            try StandardOutput.write(try await server.post("/daybook/v1/seal") + "\n")
        }
    }
}
