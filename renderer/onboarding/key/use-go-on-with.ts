import type { Account } from '../../../contract/account.ts'
import type { Onboarding } from '../../../contract/onboarding.ts'
import { call } from '../../postern-client.ts'
import { useAct, type Act } from '../../state/use-act.ts'
import { useWindowStore } from '../../state/window-state.ts'
import { useOnboardingActs } from '../use-onboarding.ts'
import { draftWithLogIn, installWith, type LogIn } from './log-in-of-account.ts'

/** The chosen log-in: a key that Postern keeps, or one that it only uses. */
export type ChosenLogIn = LogIn | { readonly way: 'kept'; readonly name: string }

export interface GoOnWith extends Act<[ChosenLogIn]> {
  readonly change: (key: Onboarding['key']) => void
}

/**
 * Goes on with the chosen log-in. A key of Postern's becomes the account's key on the next screen, after the server has accepted it; any
 * other log-in is saved in the account at once.
 */
export const useGoOnWith = (account: Account): GoOnWith => {
  const { change, goOn } = useOnboardingActs('key')
  const act = useAct(async (chosen: ChosenLogIn) => {
    const { onboarding } = useWindowStore.getState()
    if (onboarding === undefined || onboarding === null) return
    const { key, install } = onboarding
    if (chosen.way === 'kept') {
      await goOn({ key: { ...key, name: chosen.name, path: '' }, install: installWith(install, account, chosen.name) })
      return
    }
    const draft = draftWithLogIn(account, chosen)
    if (draft !== undefined) await call('editAccount', { accountId: account.id, draft })
    await goOn({
      key: { ...key, path: chosen.way === 'file' ? chosen.path : '' },
      install: { ...install, proven: false },
    })
  })
  return { ...act, change: (key) => change({ key }) }
}
