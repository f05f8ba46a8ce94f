/** The ports that the mail daemons listen on, one for each preset of recipe R1. */
export interface MailPorts {
  readonly pop3: number
  readonly pop3s: number
  readonly imap: number
  readonly imaps: number
  readonly smtp: number
  readonly submission: number
  readonly submissions: number
}

export interface MailLabFiles {
  readonly encryption: 'offered' | 'demanded' | 'absent'
  /** The address that both daemons listen on. */
  readonly host: string
  readonly folder: string
  readonly ports: MailPorts
  readonly user: string
  readonly password: string
  readonly certificate: string
  /** The key file for dovecot, readable by root. */
  readonly privateKey: string
  /** The key file for exim, which drops its root rights before it reads the file. */
  readonly eximPrivateKey: string
}

/** How the daemons differ from one address to another. */
export interface MailAddress {
  readonly address: string
  /** Whether a password is accepted without TLS. */
  readonly plainLogIn: boolean
  readonly certificate: string
}

/** The user of Debian's exim. All mail belongs to it, so that both daemons can move messages. */
export const mailOwner = 'Debian-exim'

/** What dovecot does differently at each address. To it a client from another address than its own is not secure, as one from 127.0.0.1 is here. */
export const dovecotAddresses = (addresses: readonly MailAddress[], privateKey: string): string =>
  addresses
    .map(
      ({ address, plainLogIn, certificate }) => `
local ${address} {
  disable_plaintext_auth = ${plainLogIn ? 'no' : 'yes'}
  ssl_cert = <${certificate}
  ssl_key = <${privateKey}
}
`,
    )
    .join('')

/**
 * The address at which exim was dialled decides about its certificate and about AUTH without TLS. Everyone in `usersFile` (`name: folder`, one a line)
 * has a mailbox and the one password.
 */
export const eximAddresses = (files: MailLabFiles, addresses: readonly MailAddress[], usersFile: string): string => {
  const certificate = addresses.reduceRight(
    (otherwise, { address, certificate: file }) => `\${if eq{$received_ip_address}{${address}}{${file}}{${otherwise}}}`,
    '',
  )
  const plain = addresses.filter(({ plainLogIn }) => plainLogIn).map(({ address }) => `{eq{$received_ip_address}{${address}}}`)
  return (
    eximConfig(files)
      .replace(/^tls_certificate = .*$/m, () => `tls_certificate = ${certificate}`)
      .replace(
        /^auth_advertise_hosts = .*$/m,
        () => `auth_advertise_hosts = \${if or{{!eq{$tls_in_cipher}{}}${plain.join('')}}{*}{}}`,
      )
      // A folder that comes from a file is not tainted, as the sender's word would be.
      .replace(/^ {2}directory = .*$/m, () => `  directory = \${lookup{$local_part}lsearch{${usersFile}}}`)
      .replaceAll(
        /and\{\{eq\{\$auth[12]\}\{[^}]*\}\}(\{eq\{\$auth[23]\}\{[^}]*\}\})\}/g,
        (_, password: string) => `and{${password}}`,
      )
  )
}

/** dovecot.conf (2.3): POP3 and IMAP, plain and TLS, with STARTTLS offered on the plain ports. */
export const dovecotConfig = ({ folder, host, ports, certificate, privateKey, encryption }: MailLabFiles): string => `
base_dir = ${folder}/dovecot
state_dir = ${folder}/dovecot
log_path = /dev/stderr
protocols = imap pop3
listen = ${host}
mail_location = maildir:${folder}/mail/%u
first_valid_uid = 1
disable_plaintext_auth = ${encryption === 'demanded' ? 'yes' : 'no'}
auth_mechanisms = plain login
auth_failure_delay = 0
mail_max_userip_connections = 500
ssl = ${encryption === 'demanded' ? 'required' : 'yes'}
ssl_cert = <${certificate}
ssl_key = <${privateKey}
passdb {
  driver = passwd-file
  args = ${folder}/mail-users
}
userdb {
  driver = static
  args = uid=${mailOwner} gid=${mailOwner} home=${folder}/mail/%u
}
# every client of a test comes from one address: dovecot would make them wait for each other's mistakes
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service imap-login {
  inet_listener imap {
    port = ${ports.imap}
  }
  inet_listener imaps {
    port = ${ports.imaps}
    ssl = yes
  }
}
service pop3-login {
  inet_listener pop3 {
    port = ${ports.pop3}
  }
  inet_listener pop3s {
    port = ${ports.pop3s}
    ssl = yes
  }
}
`

/**
 * exim4's configuration. SMTP accepts mail for localhost from anyone; submission and submissions accept it only after a log-in, which is
 * offered only with TLS. Every message goes into the one mailbox.
 */
export const eximConfig = ({
  folder,
  host,
  ports,
  user,
  password,
  certificate,
  eximPrivateKey,
  encryption,
}: MailLabFiles): string => `
primary_hostname = localhost
qualify_domain = localhost
spool_directory = ${folder}/spool
log_file_path = ${folder}/spool/%slog
pid_file_path = ${folder}/exim.pid
keep_environment =
never_users =
local_interfaces = ${host}
daemon_smtp_ports = ${ports.smtp} : ${ports.submission} : ${ports.submissions}
tls_on_connect_ports = ${ports.submissions}
tls_advertise_hosts = ${encryption === 'absent' ? '' : '*'}
tls_certificate = ${certificate}
tls_privatekey = ${eximPrivateKey}
auth_advertise_hosts = ${encryption === 'absent' ? '*' : '${if eq{$tls_in_cipher}{}{}{*}}'}
acl_smtp_rcpt = rcpt
rfc1413_query_timeout = 0s
smtp_accept_max = 500
smtp_accept_queue_per_connection = 0
# exim gives up root because its configuration is not the compiled-in one, so it delivers as itself
deliver_drop_privilege = true
begin acl
rcpt:
  accept authenticated = *
  accept condition = \${if eq{$received_port}{${ports.smtp}}}
         domains = localhost
  deny message = log in first
begin routers
everything:
  driver = accept
  transport = mailbox
begin transports
mailbox:
  driver = appendfile
  directory = ${folder}/mail/${user}
  maildir_format
  create_directory
  user = ${mailOwner}
  group = ${mailOwner}
begin retry
* * F,1h,1m
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = \${if and{{eq{$auth2}{${user}}}{eq{$auth3}{${password}}}}}
  server_set_id = $auth2
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = Username:: : Password::
  server_condition = \${if and{{eq{$auth1}{${user}}}{eq{$auth2}{${password}}}}}
  server_set_id = $auth1
`
