/// A body that ended before its end: the connection broke, or what came is no HTTP. There is nobody to answer;
/// the server beneath closes the connection.
struct BrokenBody: Error {
    let cause: any Error
}
