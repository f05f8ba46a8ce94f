import { AccountSchema } from '../../../contract/account.ts'
import type { ImportedAccount } from '../../../contract/imported-account.ts'
import type { Onboarding } from '../../../contract/onboarding.ts'
import { isOnServer } from '../../accounts/editor/forward-names.ts'
import { proposedName } from '../../accounts/editor/proposed-name.ts'

/** The values of the first screen. */
export type Server = Onboarding['server']

export interface ProposalContext {
  /** The person's name on this computer (recipe R4). */
  readonly userName: string
  /** The names that other accounts have. */
  readonly names: readonly string[]
}

interface Proposal {
  readonly host: string
  readonly user: string
}

/** The server and user that a mail address suggests: `bob@example.org` is bob at example.org. A part that is not valid is empty. */
const proposalOf = (mailAddress: string): Proposal => {
  const at = mailAddress.lastIndexOf('@')
  if (at < 0) return { host: '', user: '' }
  const { host, user } = AccountSchema.shape
  return {
    host:
      host.safeParse(
        mailAddress
          .slice(at + 1)
          .trim()
          .toLowerCase(),
      ).data ?? '',
    user: user.safeParse(mailAddress.slice(0, at).trim()).data ?? '',
  }
}

/** Whether the server is only a guess from the mail address. */
export const isGuess = ({ mailAddress, host }: Pick<Server, 'mailAddress' | 'host'>): boolean =>
  host !== '' && host === proposalOf(mailAddress).host

/** Whether the sentence about the server has all its values. */
export const isComplete = (server: Pick<Server, 'host' | 'user' | 'name'>): boolean =>
  [server.host, server.user, server.name].every((text) => text.trim() !== '')

/** The account's name follows the host until the person has typed another one. */
export const withHost = (server: Server, host: string, { names }: ProposalContext): Server => {
  const isOwn = server.name !== '' && server.name !== proposedName(server.host, names)
  return { ...server, host, ...(isOwn ? {} : { name: proposedName(host, names) }) }
}

/** Host and user follow the mail address until the person has typed others. */
export const withMailAddress = (server: Server, mailAddress: string, around: ProposalContext): Server => {
  const before = proposalOf(server.mailAddress)
  const now = proposalOf(mailAddress)
  const followsHost = server.host === '' || server.host === before.host
  const followsUser = [before.user, around.userName, ''].includes(server.user)
  return {
    ...(followsHost ? withHost(server, now.host, around) : server),
    mailAddress,
    user: !followsUser ? server.user : now.user === '' ? around.userName : now.user,
  }
}

/** The server with the values of an import in place of the typed ones. */
export const withImport = (server: Server, imported: ImportedAccount, around: ProposalContext): Server => {
  const { host = '', port = 22, user = around.userName, mailUser = '', forwards } = imported
  const isAddress = mailUser !== '' && AccountSchema.shape.mailAddress.safeParse(mailUser).success
  return {
    way: 'type',
    mailAddress: server.mailAddress === '' && isAddress ? mailUser : server.mailAddress,
    host,
    port: String(port),
    user,
    name: proposedName(imported.name, around.names),
    mailHost: forwards.find(({ destinationHost }) => !isOnServer(destinationHost, host))?.destinationHost ?? '',
    imported,
  }
}

/** The server without its import: the visible fields stay, and the unseen values of the import go. */
export const withoutImport = ({ way, mailAddress, host, port, user, name, mailHost }: Server): Server => ({
  way,
  mailAddress,
  host,
  port,
  user,
  name,
  mailHost,
})
