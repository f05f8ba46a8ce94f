import { AccountSchema, type AccountDraft } from '../../../contract/account.ts'
import type { ImportedAccount } from '../../../contract/imported-account.ts'
import { completeForwards } from '../../mail/presets.ts'

export interface DraftContext {
  /** The local ports that accounts have already. */
  readonly taken: ReadonlySet<number>
  /** The person's log-in name on this computer, which ssh uses if the text names no user. */
  readonly userName: string
}

/**
 * Returns the account draft for an import. A forward keeps its local port, which mail clients know, unless another account has that port;
 * otherwise Postern proposes one. `host` is empty if the text names no server, and `user` if no valid user name is known: the draft is
 * then refused until a person fills it in.
 */
export const draftOfImport = (imported: ImportedAccount, { taken, userName }: DraftContext): AccountDraft => {
  const { name, host = '', port, user = validUser(userName), identityFile, compression, connect, mailUser } = imported
  const wanted = imported.forwards.map(({ bindPort, ...way }) => ({
    ...way,
    bindPort: bindPort !== undefined && taken.has(bindPort) ? undefined : bindPort,
  }))
  return {
    name,
    host,
    user,
    port,
    compression,
    connect,
    identity: identityFile === undefined ? undefined : { kind: 'file', path: identityFile },
    mailUser: mailUser === user ? undefined : mailUser,
    forwards: [...completeForwards(wanted, taken)],
  }
}

// If ssh would not accept the log-in name of this computer, the user stays empty, and the person fills it in.
const validUser = (name: string): string => AccountSchema.shape.user.safeParse(name).data ?? ''
