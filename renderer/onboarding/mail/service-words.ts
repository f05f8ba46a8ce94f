import type { Account } from '../../../contract/account.ts'
import { isSameMachine } from '../../../contract/local-forward.ts'
import { localeTags, type Language } from '../../../words/language.ts'
import { printable } from '../../../words/printable.ts'
import type { Translate } from '../../../words/translate.ts'
import type { MailRow } from './mail-rows.ts'

/** Where a mail server is, as a person says it: "on the server itself", "on popserver". */
export const placeWords = (t: Translate, account: Pick<Account, 'host'>, destinationHost: string): string =>
  isSameMachine(destinationHost, account.host)
    ? t('setup.mail.onItself')
    : t('setup.mail.onHost', { host: printable(destinationHost) })

/** What a mail port is called: its service, or its number where it is one of the person's own choice. */
export const serviceName = (t: Translate, { service, destinationPort }: Pick<MailRow, 'service' | 'destinationPort'>): string =>
  service === 'other' ? t('setup.mail.port', { port: destinationPort }) : t(`service.${service}`)

/** The hosts that are asked, by the names that they have for the person. */
export const hostList = (
  hosts: readonly string[],
  { account, language }: { readonly account: Pick<Account, 'host'>; readonly language: Language },
): string =>
  new Intl.ListFormat(localeTags[language]).format(
    hosts.map((host) => printable(isSameMachine(host, account.host) ? account.host : host)),
  )
