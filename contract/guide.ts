/** The mail clients that have a guide. `new-outlook` cannot be helped, and its guide says why. */
export const guideClients = [
  'outlook',
  'thunderbird',
  'apple-mail',
  'kmail',
  'evolution',
  'mutt',
  'fetchmail',
  'getmail',
  'mbsync',
  'msmtp',
  'other',
  'new-outlook',
] as const
export type GuideClient = (typeof guideClients)[number]

/** What a value of a guide is, for its label. */
export const guideLabels = [
  'incoming-kind',
  'incoming-server',
  'incoming-port',
  'outgoing-server',
  'outgoing-port',
  'user-name',
  'mail-address',
  'security',
  'authentication',
  'command',
] as const
export type GuideLabel = (typeof guideLabels)[number]

/** One value to be typed into the mail client. `isWord` is a choice of the client's that is named in words, by a key of the locale. */
export interface GuideValue {
  readonly label: GuideLabel
  readonly value: string
  readonly isWord?: boolean
}

/** One thing to do. Its words stand in the locale files under `guides.<client>.<id>`, with `parameters` filled in. */
export interface GuideStep {
  readonly id: string
  readonly parameters: Readonly<Record<string, string>>
  readonly values: readonly GuideValue[]
}

/** A file for the mail client. It never holds a password. */
export interface GuideFile {
  /** As it is called on disk, without a folder. */
  readonly name: string
  /** Where the client looks for it, such as `~/.fetchmailrc`. Empty where it is opened by hand. */
  readonly place: string
  readonly mediaType: string
  readonly text: string
}

/** An account turned into the settings of one mail client. */
export interface Guide {
  readonly client: GuideClient
  readonly steps: readonly GuideStep[]
  readonly files: readonly GuideFile[]
  /** What this account lacks for the client: no way to fetch, no way to send. */
  readonly lacks: readonly ('incoming' | 'outgoing')[]
}
