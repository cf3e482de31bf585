import Foundation

/// Time on the wall and on the processors, of the whole process.
struct Measurement {
    private let start = ContinuousClock.now
    private let startProcessor = Self.processorSeconds

    init() {}

    private static var processorSeconds: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    var wallSeconds: Double {
        (ContinuousClock.now - start) / .seconds(1)
    }

    func report(_ name: String, count: Int) {
        let processor = Self.processorSeconds - startProcessor
        let wall = wallSeconds
        Report.write([
            "measure": name, "records": count, "records_per_second": Int(Double(count) / wall),
            "records_per_processor_second": Int(Double(count) / processor),
            "peak_memory_bytes": Report.peakMemoryByteCount,
        ])
    }
}
