import type { Account } from '../../../contract/account.ts'
import { isSameMachine } from '../../../contract/local-forward.ts'
import { localeTags, type Language } from '../../../words/language.ts'
import { printable } from '../../../words/printable.ts'
import type { Translate } from '../../../words/translate.ts'
import type { MailRow } from './mail-rows.ts'

/** The place of a mail server in words: "on the server itself", "on popserver". */
export const placeWords = (t: Translate, account: Pick<Account, 'host'>, destinationHost: string): string =>
  isSameMachine(destinationHost, account.host)
    ? t('setup.mail.onItself')
    : t('setup.mail.onHost', { host: printable(destinationHost) })

/** The name of a mail port: its service, or its number if it has no known service. */
export const serviceName = (t: Translate, { service, destinationPort }: Pick<MailRow, 'service' | 'destinationPort'>): string =>
  service === 'other' ? t('setup.mail.port', { port: destinationPort }) : t(`service.${service}`)

/** The list of the checked hosts, in words. */
export const hostList = (
  hosts: readonly string[],
  { account, language }: { readonly account: Pick<Account, 'host'>; readonly language: Language },
): string =>
  new Intl.ListFormat(localeTags[language]).format(
    hosts.map((host) => printable(isSameMachine(host, account.host) ? account.host : host)),
  )
