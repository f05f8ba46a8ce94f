import type { Account } from '../../contract/account.ts'
import { failureText } from '../../words/failure-text.ts'
import { say } from '../components/toasts.tsx'
import { call } from '../postern-client.ts'
import { failureToShow } from '../state/failure-to-show.ts'
import { useAct, type Act } from '../state/use-act.ts'
import { useTunnel } from '../state/use-tunnel.ts'
import { useWords } from '../state/words.tsx'

const stepsWithPassword: readonly Account['authentication'][number][] = ['password', 'keyboard-interactive']

/**
 * Removes the account at once, and offers an undo, which also connects the account if its tunnel ran. Its password is gone for good.
 * `onRemoved` leaves the page that showed the account.
 */
export const useRemoveAccount = ({ id, name, authentication }: Account, onRemoved: () => void): Act<[]> => {
  const { t } = useWords()
  const isUp = useTunnel(id, (tunnel) => tunnel !== undefined && tunnel.state.name !== 'stopped')
  const takesPassword = authentication.some((method) => stepsWithPassword.includes(method))

  const bringBack = async (removed: Account): Promise<void> => {
    try {
      await call('restoreAccount', { account: removed })
    } catch (error) {
      // The account exists only here now, so after the cause is cleared the undo can be tried again.
      const { message, next } = failureText(t, failureToShow(error))
      say({ text: `${message} ${next}`, undo: () => void bringBack(removed) })
      return
    }
    say({ text: t(takesPassword ? 'accounts.backWithoutPassword' : 'accounts.back', { account: name }) })
    // The account's card shows the outcome of the connect.
    if (isUp) await call('connect', { accountId: id }).catch(() => undefined)
  }

  return useAct(async () => {
    const removed = await call('removeAccount', { accountId: id })
    onRemoved()
    say({ text: t('accounts.removed', { account: name }), undo: () => void bringBack(removed) })
  })
}
