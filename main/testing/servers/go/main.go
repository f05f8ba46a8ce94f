// An SSH server as programs in Go have them (gitea, sftpgo, teleport …), on gliderlabs/ssh: host key files, then authorized_keys, by its arguments.
package main

import (
	"fmt"
	"log"
	"os"

	"github.com/gliderlabs/ssh"
)

func main() {
	port, hostKey, authorizedKeys := os.Args[1], os.Args[2], os.Args[3]
	forward := &ssh.ForwardedTCPHandler{}
	server := ssh.Server{
		Addr: "127.0.0.1:" + port,
		ChannelHandlers: map[string]ssh.ChannelHandler{
			"session":      ssh.DefaultSessionHandler,
			"direct-tcpip": ssh.DirectTCPIPHandler,
		},
		RequestHandlers:             map[string]ssh.RequestHandler{"tcpip-forward": forward.HandleSSHRequest},
		LocalPortForwardingCallback: func(ssh.Context, string, uint32) bool { return true },
		PasswordHandler: func(context ssh.Context, password string) bool {
			return context.User() == "bob" && password == "bob-password"
		},
		PublicKeyHandler: func(context ssh.Context, key ssh.PublicKey) bool {
			rest, err := os.ReadFile(authorizedKeys)
			for err == nil {
				var known ssh.PublicKey
				known, _, _, rest, err = ssh.ParseAuthorizedKey(rest)
				if err == nil && ssh.KeysEqual(key, known) {
					return true
				}
			}
			return false
		},
		Handler: func(session ssh.Session) { fmt.Fprintln(session, "this server runs no commands") },
	}
	if err := server.SetOption(ssh.HostKeyFile(hostKey)); err != nil {
		log.Fatal(err)
	}
	log.Fatal(server.ListenAndServe())
}
