/// THE table: every operation of the service. Read this first.
public enum Operations {
    public static let all: [Operation] =
        Open.operations
        + IdentityAPI.operations
        + ClientAPI.operations
        + ClosePersonAPI.operations
        + CaseAPI.operations
        + MeetingAPI.operations
        + TimelineAPI.operations
        + RegionalModelAPI.operations
}
