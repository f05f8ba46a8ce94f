"""An SSH server on asyncssh: port, host key file and authorized_keys by its arguments."""
import asyncio
import sys

import asyncssh

port, host_key, authorized_keys = int(sys.argv[1]), sys.argv[2], sys.argv[3]


class Server(asyncssh.SSHServer):
    def password_auth_supported(self):
        return True

    def validate_password(self, username, password):
        return username == "bob" and password == "bob-password"

    def connection_requested(self, dest_host, dest_port, orig_host, orig_port):
        return True


async def main():
    await asyncssh.listen(
        "127.0.0.1", port, server_factory=Server, server_host_keys=[host_key], authorized_client_keys=authorized_keys
    )
    await asyncio.get_running_loop().create_future()


asyncio.run(main())
