import type { Account } from '../../contract/account.ts'
import { failureText } from '../../words/failure-text.ts'
import { printable } from '../../words/printable.ts'
import type { Translate } from '../../words/translate.ts'
import { say } from '../components/toasts.tsx'
import { call } from '../postern-client.ts'
import { failureFrom } from '../state/failure-from.ts'

/**
 * Removes an account and says so, with the way back beside it. Its password is forgotten all the same, so that after an undo the next
 * log-in asks for it. Rejects FailureError, with nothing removed, where main refuses.
 */
export const removeWithUndo = async (t: Translate, account: Account): Promise<void> => {
  const removed = await call('removeAccount', { accountId: account.id })
  const undo = (): void => {
    call('restoreAccount', { account: removed }).then(
      () => say({ text: t('editor.restored', { account: printable(removed.name) }) }),
      // The account is nowhere but here: what is in the way can be cleared, and the undo tried again.
      (error: unknown) => say({ text: failureText(t, failureFrom(error)).message, undo }),
    )
  }
  say({ text: t('editor.removed', { account: printable(removed.name) }), undo })
}
