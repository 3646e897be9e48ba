/// The repositories of users and keys, of the grounds of access, and of the access log.
public protocol AccessRepositories {
    var keys: any KeyRepository { get }
    var accessKeys: any Repository<AccessKey> { get }
    var users: any Repository<User> { get }
    var userRoles: any Repository<UserRole> { get }
    var keyGrants: any Repository<KeyGrant> { get }
    var units: any Repository<OrganisationUnit> { get }
    var deputyships: any Repository<Deputyship> { get }
    var deciders: any DecidersRepository { get }
    var breakGlasses: any Repository<BreakGlass> { get }
    var ties: any Repository<Tie> { get }
    var nonDisclosures: any Repository<NonDisclosure> { get }
    var hetuKeyRotations: any HetuKeyRotationRepository { get }
    var accessLog: any AccessLogRepository { get }
}
