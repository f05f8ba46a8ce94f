import type { GuideChoice, GuideField, GuideValue } from '../../../contract/guide.ts'
import type { MailPort, Security } from './mail-settings.ts'

export const text = (field: GuideField, value: string | number): GuideValue => ({ field, text: String(value) })

/** The value of a field, or nothing if the account does not have it. */
export const textIfKnown = (field: GuideField, value: string | undefined): readonly GuideValue[] =>
  value === undefined ? [] : [text(field, value)]

export const choice = (field: GuideField, value: GuideChoice): GuideValue => ({ field, choice: value })

const usual: Readonly<Record<Security, GuideChoice>> = { none: 'none', starttls: 'starttls', tls: 'ssl-tls' }

/** The security of a port, by the names that most mail clients use. */
export const security = (field: GuideField, port: MailPort): GuideValue => choice(field, usual[port.security])

/** `logIn` if the server asks for a log-in, otherwise `no-authentication`. */
export const authentication = (field: GuideField, port: MailPort, logIn: GuideChoice): GuideValue =>
  choice(field, port.user === undefined ? 'no-authentication' : logIn)
