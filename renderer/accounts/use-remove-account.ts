import { useLocation } from 'wouter'
import type { Account } from '../../contract/account.ts'
import { failureText } from '../../words/failure-text.ts'
import { say } from '../components/toasts.tsx'
import { call } from '../postern-client.ts'
import { failureFrom } from '../state/failure-from.ts'
import { useAct, type Act } from '../state/use-act.ts'
import { useTunnel } from '../state/use-tunnel.ts'
import { useWords } from '../state/words.tsx'

const stepsWithPassword: readonly Account['authentication'][number][] = ['password', 'keyboard-interactive']

/** Removes the account at once, and offers to bring it back as it was: also up, where it was up. Its password is gone for good. */
export const useRemoveAccount = ({ id, name, authentication }: Account): Act<[]> => {
  const { t } = useWords()
  const [, go] = useLocation()
  const isUp = useTunnel(id, (tunnel) => tunnel !== undefined && tunnel.state.name !== 'stopped')
  const takesPassword = authentication.some((method) => stepsWithPassword.includes(method))

  const bringBack = async (removed: Account): Promise<void> => {
    try {
      await call('restoreAccount', { account: removed })
      say({ text: t(takesPassword ? 'accounts.backWithoutPassword' : 'accounts.back', { account: name }) })
      if (isUp) await call('connect', { accountId: id })
    } catch (error) {
      const { message, next } = failureText(t, failureFrom(error))
      say({ text: `${message} ${next}` })
    }
  }

  return useAct(async () => {
    const removed = await call('removeAccount', { accountId: id })
    go('/')
    say({ text: t('accounts.removed', { account: name }), undo: () => void bringBack(removed) })
  })
}
