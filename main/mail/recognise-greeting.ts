import type { MailPreset } from './presets.ts'

export interface Recognised {
  readonly protocol: MailPreset['protocol']
  /** False if the server refuses: `* BYE`, `-ERR`, 554 or 421. */
  readonly welcomes: boolean
}

const greetings: readonly { readonly protocol: MailPreset['protocol']; readonly welcome: RegExp; readonly refusal: RegExp }[] = [
  // RFC 9051 section 7.1: the greeting is an untagged OK, PREAUTH or BYE.
  { protocol: 'imap', welcome: /^\* (?:OK|PREAUTH)(?: |$)/i, refusal: /^\* BYE(?: |$)/i },
  // RFC 1939 section 4. Servers that are full or in maintenance answer -ERR.
  { protocol: 'pop3', welcome: /^\+OK(?: |$)/, refusal: /^-ERR(?: |$)/ },
  // RFC 5321 sections 3.1 and 4.2: one or more lines, 554 for "no service here" and 421 for "not now".
  { protocol: 'smtp', welcome: /^220(?:[ -]|$)/, refusal: /^(?:554|421)(?:[ -]|$)/ },
]

/** Returns the mail protocol of a server's first line; undefined if Postern does not know it. */
export const recogniseGreeting = (line: string): Recognised | undefined => {
  for (const { protocol, welcome, refusal } of greetings) {
    if (welcome.test(line)) return { protocol, welcomes: true }
    if (refusal.test(line)) return { protocol, welcomes: false }
  }
  return undefined
}
