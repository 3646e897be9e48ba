import PersonalBudgeting

extension UnitOfWork: AccessRepositories {
    var keys: any KeyRepository { KeyStore(unit: self) }
    var accessKeys: any Repository<AccessKey> {
        mayHaveChangedCallers = true
        return AccessKeyStore(self)
    }
    var users: any Repository<User> {
        mayHaveChangedCallers = true
        return table(.users)
    }
    var userRoles: any Repository<UserRole> {
        mayHaveChangedCallers = true
        return table(.userRoles)
    }
    var keyGrants: any Repository<KeyGrant> { table(.keyGrants) }
    var units: any Repository<OrganisationUnit> { table(.units) }
    var deputyships: any Repository<Deputyship> {
        mayHaveChangedCallers = true
        return table(.deputyships)
    }
    var deciders: any DecidersRepository { DecidersStore(connection: connection) }
    var breakGlasses: any Repository<BreakGlass> { table(.breakGlasses) }
    var ties: any Repository<Tie> { table(.ties) }
    var nonDisclosures: any Repository<NonDisclosure> { table(.nonDisclosures) }
    var hetuKeyRotations: any HetuKeyRotationRepository {
        mayHaveAskedForRotation = true
        return HetuKeyRotationStore(self)
    }
    var accessLog: any AccessLogRepository { AccessLogStore(unit: self) }
}
