import { AccountDraftSchema, type Account, type AccountDraft } from '../../../contract/account.ts'
import type { ImportedAccount } from '../../../contract/imported-account.ts'
import { newOnboarding, type Onboarding } from '../../../contract/onboarding.ts'
import { draftOfValues, valuesOfAccount } from '../../accounts/editor/account-values.ts'
import { call } from '../../postern-client.ts'
import { showAccount } from '../../state/show-account.ts'
import { useWindowState } from '../../state/window-state.ts'
import { editedDraft, isOtherServer, newDraft } from './account-of-server.ts'
import { withLocalPorts } from './local-ports.ts'
import type { Server } from './propose-server.ts'

const isAlike = (one: AccountDraft, other: AccountDraft): boolean =>
  JSON.stringify(AccountDraftSchema.safeParse(one)) === JSON.stringify(AccountDraftSchema.safeParse(other))

/**
 * Returns a function that makes the account from the form's values, or edits the account if the values have changed. It resolves to the
 * changes of the wizard's state, and rejects with FailureError.
 */
export const useSaveServer = (
  account: Account | undefined,
): ((server: Server, fresh: ImportedAccount | undefined) => Promise<Partial<Onboarding>>) => {
  const accounts = useWindowState((state) => state.accounts)

  const add = async (server: Server): Promise<Account> => {
    const used = accounts.flatMap(({ forwards }) => forwards.map(({ bindPort }) => bindPort))
    const forwards = await withLocalPorts(server.imported?.forwards ?? [], used, (destinationPort, taken) =>
      call('proposeLocalPort', { destinationPort, taken: [...taken] }),
    )
    return call('addAccount', { draft: newDraft(server, forwards) })
  }

  return async (server, fresh) => {
    if (account === undefined) {
      const added = await add(server)
      showAccount(added)
      return { accountId: added.id }
    }
    const draft = editedDraft(account, server, fresh)
    if (isAlike(draft, draftOfValues(valuesOfAccount(account)))) return {}
    showAccount(await call('editAccount', { accountId: account.id, draft }))
    if (!isOtherServer(account, draft)) return {}
    // The trusted key and the proof belong to another machine. The choices on later screens stay.
    const { install, mail } = newOnboarding(account.user)
    return { reached: 'server', install, mail }
  }
}
