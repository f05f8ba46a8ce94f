import java.nio.file.Path;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.config.keys.AuthorizedKeysAuthenticator;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;

/** An SSH server on Apache MINA, with the host key that it makes by default: port, a file beside which that key is kept, and authorized_keys. */
public final class MinaServer {
  public static void main(String[] args) throws Exception {
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(Integer.parseInt(args[0]));
    server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(Path.of(args[1] + ".mina")));
    PublickeyAuthenticator keys = new AuthorizedKeysAuthenticator(Path.of(args[2]));
    server.setPublickeyAuthenticator((user, key, session) -> user.equals("bob") && keys.authenticate(user, key, session));
    server.setPasswordAuthenticator((user, password, session) -> user.equals("bob") && password.equals("bob-password"));
    server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
    server.start();
    Thread.currentThread().join();
  }
}
