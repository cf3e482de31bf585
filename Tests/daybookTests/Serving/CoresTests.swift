import Testing

@testable import daybook

@Suite struct CoresTests {
    @Test(arguments: [
        ("Name:\tdaybook\nCpus_allowed:\t3\nCpus_allowed_list:\t0-1\n", 2),
        ("Cpus_allowed:\tff,ffffffff\n", 40),
        ("Cpus_allowed:\t80000000,00000000\n", 1),
        ("Cpus_allowed:\t0\n", nil),
        ("Cpus_allowed_list:\t0-1\n", nil),
        ("", nil),
    ])
    func `the cores that a process may use are counted`(status: String, count: Int?) {
        #expect(Cores.allowedCount(status: status) == count)
    }

    @Test func `there is always one`() {
        #expect(Cores.count >= 1)
    }
}
