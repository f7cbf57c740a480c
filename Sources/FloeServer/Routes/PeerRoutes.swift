import FloeAPI
import HTTPTypes

/// What is said to whoever asks for the place where hosts talk to each other, and is not let in.
struct PeerRoutes {
    var routes: [Route] {
        [
            Route(.get, PeerSocket.path, "Where the hosts of a cluster talk to each other", documented: false) { _ in
                throw Refusal(
                    .upgradeRequired,
                    "hosts of a cluster talk to each other here, over a web socket; this host is in no cluster, or they do so on its private bind",
                    headers: [.upgrade: "websocket"])
            },
            Route(.get, AgentSocket.path, "Where agents link", documented: false) { _ in
                throw Refusal(
                    .upgradeRequired, "agents link here, over a web socket: floe agent --join with this host's address",
                    headers: [.upgrade: "websocket"])
            },
        ]
    }
}
