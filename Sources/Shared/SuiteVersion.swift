/// The suite's version, in logs, metrics, connection names and user agents.
public enum SuiteVersion {
    public static let current = "0.1.0"
}
