import type { LeftOutReason } from '../../../contract/imported-account.ts'
import type { SshDirective } from './ssh-directive.ts'

const each = (reason: LeftOutReason, names: string): readonly (readonly [string, LeftOutReason])[] =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => [name.toLowerCase(), reason])

// The keywords of ssh_config(5), those that it has dropped since OpenSSH 2, and UseKeychain of macOS.
const reasons: ReadonlyMap<string, LeftOutReason> = new Map([
  ...each('runs-a-program', 'ProxyCommand LocalCommand RemoteCommand KnownHostsCommand XAuthLocation'),
  ...each('runs-a-program', 'PKCS11Provider SmartcardDevice SecurityKeyProvider'),
  ...each('jump-host', 'ProxyJump'),
  ...each('other-forwarding', 'RemoteForward DynamicForward ForwardAgent ForwardX11 ForwardX11Trusted Tunnel TunnelDevice'),
  ...each('not-loopback', 'GatewayPorts'),
  ...each('include', 'Include'),
  ...each(
    'not-needed',
    'KeepAlive TCPKeepAlive ServerAliveInterval ServerAliveCountMax ConnectTimeout ConnectionAttempts BatchMode',
  ),
  ...each('not-needed', 'ControlMaster ControlPath ControlPersist ExitOnForwardFailure RekeyLimit AddressFamily IPQoS'),
  ...each('not-needed', 'RequestTTY SessionType StdinNull EscapeChar EnableEscapeCommandline SendEnv SetEnv PermitLocalCommand'),
  ...each('not-needed', 'LogLevel LogVerbose SyslogFacility VisualHostKey FingerprintHash ObscureKeystrokeTiming WarnWeakCrypto'),
  ...each('not-needed', 'Cipher Ciphers MACs KexAlgorithms HostKeyAlgorithms PubkeyAcceptedAlgorithms PubkeyAcceptedKeyTypes'),
  ...each('not-needed', 'CASignatureAlgorithms HostbasedAcceptedAlgorithms HostbasedKeyTypes RequiredRSASize CompressionLevel'),
  ...each('not-needed', 'StrictHostKeyChecking CheckHostIP HashKnownHosts UpdateHostKeys VerifyHostKeyDNS RevokedHostKeys'),
  ...each('not-needed', 'UserKnownHostsFile UserKnownHostsFile2 GlobalKnownHostsFile GlobalKnownHostsFile2'),
  ...each('not-needed', 'NoHostAuthenticationForLocalhost NumberOfPasswordPrompts PreferredAuthentications PasswordAuthentication'),
  ...each('not-needed', 'PubkeyAuthentication DSAAuthentication RSAAuthentication RhostsAuthentication RhostsRSAAuthentication'),
  ...each('not-needed', 'KbdInteractiveAuthentication KbdInteractiveDevices ChallengeResponseAuthentication SkeyAuthentication'),
  ...each('not-needed', 'HostbasedAuthentication EnableSSHKeysign IdentitiesOnly AddKeysToAgent UseKeychain CertificateFile'),
  ...each('not-needed', 'GSSAPIAuthentication GSSAPIClientIdentity GSSAPIDelegateCredentials GSSAPIKeyExchange GSSAPITrustDns'),
  ...each('not-needed', 'GSSAPIRenewalForcesRekey GSSAPIServerIdentity GSSAPIKexAlgorithms'),
  ...each(
    'not-needed',
    'ForwardX11Timeout StreamLocalBindMask StreamLocalBindUnlink PermitRemoteOpen ProxyUseFdpass IgnoreUnknown',
  ),
  ...each('not-needed', 'Protocol FallBackToRsh UseRsh UsePrivilegedPort UseRoaming'),
])

const switchedOff = /^(?:no|none|false)$/i

/** The reason why Postern ignores a directive. A directive that switches something off is `not-needed`. */
export const reasonToLeaveOut = ({ keyword, values }: SshDirective): LeftOutReason => {
  const reason = reasons.get(keyword) ?? 'not-understood'
  return reason !== 'not-understood' && values.length === 1 && switchedOff.test(values[0] ?? '') ? 'not-needed' : reason
}
