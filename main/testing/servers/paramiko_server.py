"""An SSH server on paramiko: port, host key file and authorized_keys by its arguments."""
import base64
import socket
import sys
import threading

import paramiko

port, host_key, authorized_keys = int(sys.argv[1]), paramiko.Ed25519Key(filename=sys.argv[2]), sys.argv[3]


def copy_to_channel(target, channel):
    try:
        while data := target.recv(32768):
            channel.sendall(data)
        channel.shutdown_write()
    except OSError:
        channel.close()


def copy_to_target(channel, target):
    try:
        while data := channel.recv(32768):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        target.close()


def join(channel, target):
    down = threading.Thread(target=copy_to_channel, args=(target, channel), daemon=True)
    up = threading.Thread(target=copy_to_target, args=(channel, target), daemon=True)
    down.start()
    up.start()
    down.join()
    up.join()
    channel.close()
    target.close()


class Server(paramiko.ServerInterface):
    def __init__(self):
        self.targets = {}

    def get_allowed_auths(self, username):
        return "publickey,password"

    def check_auth_password(self, username, password):
        good = username == "bob" and password == "bob-password"
        return paramiko.AUTH_SUCCESSFUL if good else paramiko.AUTH_FAILED

    def check_auth_publickey(self, username, key):
        with open(authorized_keys, encoding="utf8") as lines:
            known = {base64.b64decode(line.split()[1]) for line in lines if line.strip()}
        return paramiko.AUTH_SUCCESSFUL if key.asbytes() in known else paramiko.AUTH_FAILED

    def check_channel_direct_tcpip_request(self, chanid, origin, destination):
        try:
            self.targets[chanid] = socket.create_connection(destination)
        except OSError:
            return paramiko.OPEN_FAILED_CONNECT_FAILED
        return paramiko.OPEN_SUCCEEDED


def serve(client):
    transport = paramiko.Transport(client)
    transport.add_server_key(host_key)
    server = Server()
    try:
        transport.start_server(server=server)
    except (paramiko.SSHException, EOFError):
        return
    while transport.is_active():
        channel = transport.accept(1)
        if channel is not None and channel.chanid in server.targets:
            threading.Thread(target=join, args=(channel, server.targets.pop(channel.chanid)), daemon=True).start()


listener = socket.create_server(("127.0.0.1", port), backlog=100)
while True:
    connection, _ = listener.accept()
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
