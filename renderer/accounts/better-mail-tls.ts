import type { Account } from '../../contract/account.ts'
import type { LocalForward } from '../../contract/local-forward.ts'
import { proposeMailTls } from '../../contract/propose-mail-tls.ts'

/** The forwards in use for which Postern can bring an encryption that they do not have, with it. */
export const betterMailTls = ({ forwards, host }: Pick<Account, 'forwards' | 'host'>): readonly LocalForward[] =>
  forwards
    .filter(({ enabled, mailTls }) => enabled && mailTls === 'none')
    .map((forward) => ({ ...forward, mailTls: proposeMailTls(forward, host, forward.mailServer) }))
    .filter(({ mailTls }) => mailTls !== 'none')
