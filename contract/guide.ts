/** The mail clients that have a guide. `new-outlook` cannot be helped, and its guide says why. */
export const guideClients = [
  'outlook',
  'thunderbird',
  'apple-mail',
  'kmail',
  'evolution',
  'geary',
  'claws-mail',
  'mutt',
  'fetchmail',
  'getmail',
  'mbsync',
  'msmtp',
  'offlineimap',
  's-nail',
  'imapfilter',
  'other',
  'new-outlook',
] as const
export type GuideClient = (typeof guideClients)[number]

/** A field of a mail client, with the client's own word for it in the locale under `guides.field`. */
export type GuideField =
  | 'account-type'
  | 'allow-insecure-authentication'
  | 'authentication'
  | 'authentication-method'
  | 'authentication-type'
  | 'command'
  | 'connection-security'
  | 'email-address'
  | 'encryption'
  | 'encryption-method'
  | 'encrypted-connection'
  | 'group-imap'
  | 'group-pop'
  | 'group-smtp'
  | 'host-name'
  | 'hostname'
  | 'imap-port'
  | 'imap-server'
  | 'incoming-mail-server'
  | 'incoming-port'
  | 'login'
  | 'login-name'
  | 'mail-address'
  | 'outgoing-mail-server'
  | 'outgoing-port'
  | 'pop-port'
  | 'port'
  | 'protocol'
  | 'receiving'
  | 'sending'
  | 'server'
  | 'server-for-receiving'
  | 'server-requires-authentication'
  | 'server-type'
  | 'smtp-authentication'
  | 'smtp-port'
  | 'smtp-send-server'
  | 'smtp-server'
  | 'smtp-server-with-port'
  | 'use-tls'
  | 'user-id'
  | 'user-name'

/** The choice in such a field, as the client names it: `guides.choice`. */
export type GuideChoice =
  | 'clear-text'
  | 'do-not-use-tls'
  | 'imap'
  | 'no-authentication'
  | 'no-encryption'
  | 'no-login-needed'
  | 'none'
  | 'normal-password'
  | 'off'
  | 'on'
  | 'password'
  | 'plain'
  | 'same-login-as-receiving'
  | 'pop'
  | 'pop3'
  | 'smtp'
  | 'ssl-tls'
  | 'starttls'
  | 'starttls-after-connecting'
  | 'tls'
  | 'tls-on-dedicated-port'
  | 'use-starttls-command'
  | 'use-tls'

/** One value for the mail client: to be copied as it is, or to be chosen there. */
export type GuideValue =
  { readonly field: GuideField; readonly text: string } | { readonly field: GuideField; readonly choice: GuideChoice }

/** One step of a guide: `guides.step`, with the step's parameters filled in. */
export type GuideStepId =
  | 'apple-mail-incoming'
  | 'apple-mail-open'
  | 'apple-mail-outgoing'
  | 'apple-mail-profile'
  | 'claws-account'
  | 'claws-advanced'
  | 'claws-open'
  | 'claws-send'
  | 'claws-tls'
  | 'evolution-finish'
  | 'evolution-identity'
  | 'evolution-open'
  | 'evolution-receiving'
  | 'evolution-sending'
  | 'fetch-run'
  | 'fetchmail-run'
  | 'file-place'
  | 'geary-finish'
  | 'geary-open'
  | 'geary-receiving'
  | 'geary-security'
  | 'geary-sending'
  | 'getmail-folder'
  | 'kmail-finish'
  | 'kmail-receiving'
  | 'kmail-receiving-advanced'
  | 'kmail-sending'
  | 'kmail-sending-advanced'
  | 'mail-folder'
  | 'mbsync-certificate'
  | 'msmtp-run'
  | 'mutt-run'
  | 'mutt-run-certificate'
  | 'new-outlook-classic'
  | 'new-outlook-other'
  | 'other-incoming'
  | 'other-outgoing'
  | 'outlook-account'
  | 'outlook-advanced'
  | 'outlook-finish'
  | 'outlook-open'
  | 'outlook-outgoing'
  | 'settings-folder'
  | 'start-run'
  | 'thunderbird-advanced'
  | 'thunderbird-file'
  | 'thunderbird-finish'
  | 'thunderbird-incoming'
  | 'thunderbird-manual'
  | 'thunderbird-open'
  | 'thunderbird-outgoing'

export interface GuideStep {
  readonly id: GuideStepId
  /** The name and the place of the file that the step is about; empty for other steps. */
  readonly parameters: { readonly name: string; readonly place: string }
  readonly values: readonly GuideValue[]
}

/** A reason for the settings, or a question that the mail client may ask: `guides.note`, with the parameters filled in. */
export type GuideNoteId =
  | 'certificate-asked'
  | 'certificate-asked-proved'
  | 'certificate-by-name'
  | 'certificate-kept'
  | 'certificate-not-asked'
  | 'certificate-unchecked'
  | 'last-leg-open'
  | 'last-leg-starttls'
  | 'new-outlook'
  | 'no-encryption'
  | 'no-log-in'
  | 'postern-encrypts'
  | 'starttls'
  | 'starttls-by-file'
  | 'starttls-needed'

export interface GuideNote {
  readonly id: GuideNoteId
  /** The SSH server, and the mail servers that the note is about. */
  readonly parameters: { readonly host: string; readonly mailHost: string }
}

/** A file for the mail client. It never holds a password. */
export interface GuideFile {
  /** The name under which it is saved, without a folder. */
  readonly name: string
  /** The place where the client looks for it, such as `~/.fetchmailrc`. Empty for a file that the person opens. */
  readonly place: string
  readonly mediaType: string
  readonly text: string
  /** Whether a person may write a password into it. Such a file is for its owner alone (mode 0600), and another one readable by all (0644). */
  readonly mayHoldSecret: boolean
}

/**
 * The parts that the client needs and the account lacks: a port to fetch mail, a port to send it, a mail address; or TLS that Postern brings
 * (`mail-tls`), for a client that cannot check the mail server's certificate through a tunnel.
 */
export type GuideLack = 'incoming' | 'outgoing' | 'mail-address' | 'mail-tls'

/** An account turned into the settings of one mail client. */
export interface Guide {
  readonly client: GuideClient
  readonly notes: readonly GuideNote[]
  readonly steps: readonly GuideStep[]
  readonly files: readonly GuideFile[]
  readonly lacks: readonly GuideLack[]
}
