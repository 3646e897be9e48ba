/// Who can make a digest: the domain says what is digested, the store how (the domain imports nothing).
public protocol Digesting {
    /// SHA-256 of the octets, 64 lower-case hexadecimal digits. The same octets have the same digest for ever.
    func digest(of octets: [UInt8]) -> String
}
