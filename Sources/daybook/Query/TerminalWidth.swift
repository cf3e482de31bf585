import Glibc

/// How wide the terminal is that the standard output goes to.
enum TerminalWidth {
    /// `nil` when the output goes elsewhere, or when the terminal does not say.
    static var current: Int? {
        var size = winsize()
        guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}
