import DataService
import Logbook
import Testing

struct NumberTextTests {
    @Test(
        arguments: [
            ("0", .integer(0)), ("-0", .integer(0)), ("007", .integer(7)), ("9223372036854775807", .integer(.max)),
            ("-9223372036854775808", .integer(.min)), ("1.5", .number(1.5)), ("-0.10", .number(-0.1)),
            ("1e3", .number(1_000)), ("1E-2", .number(0.01)), ("1.0", .number(1)), ("5e-400", .number(0)),
        ] as [(String, AccessDetail.Value)])
    func `a number is an integer of 64 bits or a double`(text: String, expected: AccessDetail.Value) {
        #expect(NumberText.parse(text) == expected)
    }

    @Test(arguments: [
        "", " 1", "1 ", "+1", "--1", "-", ".", ".5", "5.", "1e", "1e+", "0x10", "1_000", "1,000", "NaN", "nan", "inf",
        "-inf", "Infinity", "1e999", "-1e999", "9223372036854775808", "-9223372036854775809", "１２", "٣", "1\u{0}",
        "1;DROP TABLE t", "1 OR 1=1", "1--", "1/*", "true", "0b1", "1e1e1", "1.2.3", "0x1p3",
        String(repeating: "1", count: 1_000_000), "0." + String(repeating: "0", count: 100) + "1",
    ])
    func `anything else is refused`(text: String) {
        #expect(NumberText.parse(text) == nil)
    }
}
