import Glibc

/// A file whatever its name: the number of its device and its number on that device. A file that is renamed keeps both. A file that is put
/// in its place under the old name has another number.
public struct FileIdentity: Sendable, Equatable {
    public let device: UInt64
    public let inode: UInt64

    /// Returns the identity of the file with this name now. A link is a file of its own.
    /// - Returns: nil if there is no such file, or nobody can say.
    public init?(path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    /// Returns the identity of an open file.
    public init?(descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }
}
