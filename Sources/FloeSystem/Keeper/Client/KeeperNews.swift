/// What a keeper tells beside the ends of orders.
public enum KeeperNews: Sendable, Hashable {
    /// Another takes the place of one that died. Told before what that one had is told as lost.
    case changed(instance: String)
    /// What an order wrote cannot be stored, for the reason given: it stands still until it can.
    case held(String, String)
    case goesOn(String)
    /// The process with this id has not answered for a while.
    case silent(process: Int32)
    case answers
}
