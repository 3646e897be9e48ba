import PersonalBudgeting

/// Every table whose rows have digests.
enum RowLayouts {
    static let all: [RowLayout] =
        Tables.all.map(\.layout) + [
            LedgerStore.layout, LedgerTally.layout, KeyStore.uses, EarlierVersionStore.layout, IdempotencyStore.layout, Secrets.layout,
            HetuKeyring.layout, DestructionRegister.layout,
        ]

    static let byTable = Dictionary(uniqueKeysWithValues: all.map { ($0.table, $0) })
}
