/// An `sshd` of a test's own on 127.0.0.1: one process a connection, with a host key of its own, which lets in whoever has the key `key`
/// of its folder. What is found there:
///
/// | | |
/// |---|---|
/// | `it's a key`, `stranger` | the private key that is let in, and one that is not |
/// | `bin/ssh` | the system's `ssh`, that reads `config` and knows the hosts in `known_hosts`, whoever's home it is |
/// | `known_hosts` | the server's own key, unless a test writes something else |
///
/// `box` is a name for the server that needs no port.
public final class SSHServer: Sendable {
    private let server: TestServer
    public let folder: TemporaryFolder
    public let user: String
    public var port: Int { self.server.port }

    public init() throws {
        self.folder = try TemporaryFolder()
        try TestCommand.sh(
            """
            for name in host other "it's a key" stranger; do ssh-keygen -q -t ed25519 -N '' -f "$name"; done
            cp "it's a key.pub" authorized && mkdir bin
            cat > sshd_config <<END
            HostKey $PWD/host
            AuthorizedKeysFile $PWD/authorized
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            StrictModes no
            UsePAM no
            PidFile none
            END
            cat > bin/ssh <<END
            #!/bin/sh
            exec /usr/bin/ssh -F '$PWD/config' "\\$@"
            END
            chmod +x bin/ssh
            # Where sshd leaves root; it does not start without.
            [ "$(id -u)" != 0 ] || mkdir -p /run/sshd
            """, in: self.folder.path)
        self.user = try TestCommand.sh("id -un")
        self.server = try TestServer(script: Self.script, [self.folder.file("sshd_config")])
        try TestCommand.sh(
            """
            cat > config <<END
            Host box
                HostName 127.0.0.1
                Port \(self.server.port)
            Host *
                UserKnownHostsFile $PWD/known_hosts
                GlobalKnownHostsFile /dev/null
            END
            """, in: self.folder.path)
        try self.know("host")
    }

    /// Makes a key that of the server, for whoever connects.
    public func know(_ key: String) throws {
        try TestCommand.sh("echo \"[127.0.0.1]:\(self.port) $(cut -d' ' -f1,2 \(key).pub)\" > known_hosts", in: self.folder.path)
    }

    /// For what is to find `bin/ssh`.
    public var path: String { "\(self.folder.file("bin")):/usr/local/bin:/usr/bin:/bin" }

    private static let script = #"""
        import socket, subprocess, sys
        listener = socket.create_server(("127.0.0.1", 0))
        print(listener.getsockname()[1], flush=True)
        while True:
            connection, _ = listener.accept()
            subprocess.Popen(["/usr/sbin/sshd", "-i", "-f", sys.argv[1]], stdin=connection, stdout=connection, stderr=subprocess.DEVNULL)
            connection.close()
        """#
}
