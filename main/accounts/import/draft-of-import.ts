import { AccountSchema, type AccountDraft } from '../../../contract/account.ts'
import type { ImportedAccount } from '../../../contract/imported-account.ts'
import { completeForwards } from '../../mail/presets.ts'

export interface DraftContext {
  /** The local ports that accounts have already. */
  readonly taken: ReadonlySet<number>
  /** The person's log-in name on this computer, which ssh takes where the text names none. */
  readonly userName: string
}

/**
 * The account that an import comes to. A forward keeps the local port that mail clients know, unless another account has it; one without is
 * given a proposed port. `host` is empty where the text names no server, and `user` where no name is known that could be one: the draft
 * is then refused until a person fills it in.
 */
export const draftOfImport = (imported: ImportedAccount, { taken, userName }: DraftContext): AccountDraft => {
  const { name, host = '', port, user = validUser(userName), identityFile, compression, connect, mailUser } = imported
  const wanted = imported.forwards.map(({ bindPort, ...way }) => ({
    ...way,
    ...(bindPort === undefined || taken.has(bindPort) ? {} : { bindPort }),
  }))
  return {
    name,
    host,
    user,
    port,
    compression,
    connect,
    ...(identityFile === undefined ? {} : { identity: { kind: 'file', path: identityFile } }),
    ...(mailUser === undefined || mailUser === user ? {} : { mailUser }),
    forwards: [...completeForwards(wanted, taken)],
  }
}

// A log-in name of this computer that ssh would not accept is left for the person to replace.
const validUser = (name: string): string => AccountSchema.shape.user.safeParse(name).data ?? ''
