import { useState } from 'react'
import type { Account } from '../../../contract/account.ts'
import type { KeyInstallation } from '../../../contract/identity.ts'
import type { Onboarding } from '../../../contract/onboarding.ts'
import { call } from '../../postern-client.ts'
import { useAct, type Act } from '../../state/use-act.ts'
import { draftWithPassword } from '../key/log-in-of-account.ts'
import { mailHostsOf } from '../mail-hosts.ts'
import { useOnboardingActs } from '../use-onboarding.ts'

export interface Install {
  readonly change: (part: Partial<Onboarding['install']>) => void
  /** Logs in by password once, installs the key, and proves it. */
  readonly install: Act<[]>
  /** Logs in with the key alone. */
  readonly prove: Act<[]>
  readonly goOn: Act<[]>
  /** Goes on without the proof; the account then also logs in by password. */
  readonly goOnByPassword: Act<[]>
  /** The outcome of an install during this visit to the screen. */
  readonly installation: KeyInstallation | undefined
}

export const useInstall = (onboarding: Onboarding, account: Account): Install => {
  const acts = useOnboardingActs('install')
  const [installation, setInstallation] = useState<KeyInstallation>()
  const { install } = onboarding
  const change: Install['change'] = (part) => acts.change({ install: { ...install, ...part } })
  const key = { accountId: account.id, identity: onboarding.key.name }
  return {
    change,
    installation,
    install: useAct(async () => {
      setInstallation(await call('installKey', { ...key, restricted: install.restricted, mailHosts: mailHostsOf(onboarding) }))
      change({ proven: true })
    }),
    prove: useAct(async () => {
      await call('proveKey', key)
      change({ proven: true })
    }),
    goOn: useAct(() => acts.goOn()),
    goOnByPassword: useAct(async () => {
      const draft = draftWithPassword(account)
      if (draft !== undefined) await call('editAccount', { accountId: account.id, draft })
      await acts.goOn()
    }),
  }
}
