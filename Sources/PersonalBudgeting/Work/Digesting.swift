/// Computes digests. The domain decides what is digested. The store computes the digest, because the domain imports nothing.
public protocol Digesting {
    /// Returns the SHA-256 of the octets as 64 lower-case hexadecimal digits. The same octets always have the same digest.
    func digest(of octets: [UInt8]) -> String
}
