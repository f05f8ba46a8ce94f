import { useEffect, useRef } from 'react'
import type { Account } from '../../../contract/account.ts'
import type { HostKeyOffer } from '../../../contract/host-key.ts'
import type { Identity } from '../../../contract/identity.ts'
import type { Onboarding } from '../../../contract/onboarding.ts'
import { keyNameProblem, proposedKeyName } from '../../keys/key-name.ts'
import { useMakeKey, type MakeKey } from '../../keys/use-make-key.ts'
import { useRequest } from '../../state/use-request.ts'
import { useOnboardingActs } from '../use-onboarding.ts'

/**
 * The form of a new key in the wizard. The typed values are kept, except the passphrase. RSA is chosen if the server does not accept
 * Ed25519.
 */
export const useNewKey = ({
  onboarding: { key },
  account,
  kept,
  onMade,
}: {
  readonly onboarding: Onboarding
  readonly account: Account
  readonly kept: readonly Identity[]
  readonly onMade: (identity: Identity) => void
}): { readonly form: MakeKey; readonly takesEd25519: HostKeyOffer['takesEd25519'] } => {
  const { change } = useOnboardingActs('key')
  // Without an answer, for example without a network, the server's algorithms are unknown.
  const takesEd25519 = useRequest('getHostKey', { accountId: account.id }).answer?.takesEd25519 ?? 'unknown'
  const taken = kept.map(({ name }) => name)
  const isFree = keyNameProblem(key.name, taken) === undefined
  const form = useMakeKey({
    initial: { name: isFree ? key.name : proposedKeyName(account.host, taken), type: key.type, keeper: key.passphrase },
    taken,
    onMade: (identity) => {
      onMade(identity)
      change({ key: { ...key, way: 'make', name: identity.name, path: '' } })
    },
  })

  const isOffered = useRef(false)
  const changeForm = form.change
  useEffect(() => {
    // Only once, so that the person can then choose Ed25519.
    if (takesEd25519 !== 'no' || isOffered.current) return
    isOffered.current = true
    changeForm({ type: 'rsa' })
  }, [takesEd25519, changeForm])

  return {
    takesEd25519,
    form: {
      ...form,
      change: (part) => {
        form.change(part)
        const { name, type, passphrase } = { ...form.values, ...part }
        change({
          key: {
            ...key,
            // A taken name would be shown as the key that was made here.
            ...(keyNameProblem(name, taken) === 'taken' ? {} : { name }),
            type,
            passphrase: passphrase.keeper === 'keychain' ? 'keychain' : 'asked',
          },
        })
      },
    },
  }
}
