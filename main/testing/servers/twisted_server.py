"""An SSH server on Twisted Conch: port, host key file and authorized_keys by its arguments."""
import sys

from twisted.conch import avatar
from twisted.conch.checkers import IAuthorizedKeysDB, SSHPublicKeyChecker
from twisted.conch.ssh import factory, forwarding, keys
from twisted.cred import checkers, portal
from twisted.internet import reactor
from twisted.python import filepath
from zope.interface import implementer

port, host_key, authorized_keys = int(sys.argv[1]), keys.Key.fromFile(sys.argv[2]), sys.argv[3]


class Avatar(avatar.ConchUser):
    def __init__(self):
        super().__init__()
        self.channelLookup[b"direct-tcpip"] = forwarding.openConnectForwardingClient


@implementer(portal.IRealm)
class Realm:
    def requestAvatar(self, avatarId, mind, *interfaces):
        return interfaces[0], Avatar(), lambda: None


@implementer(IAuthorizedKeysDB)
class KeysOfFile:
    def getAuthorizedKeys(self, username):
        lines = filepath.FilePath(authorized_keys).getContent().splitlines()
        return [keys.Key.fromString(line) for line in lines if line.strip()]




server = factory.SSHFactory()
server.publicKeys = {b"ssh-ed25519": host_key}
server.privateKeys = {b"ssh-ed25519": host_key}
server.portal = portal.Portal(
    Realm(),
    [checkers.InMemoryUsernamePasswordDatabaseDontUse(bob=b"bob-password"), SSHPublicKeyChecker(KeysOfFile())],
)
reactor.listenTCP(port, server, interface="127.0.0.1")
reactor.run()
