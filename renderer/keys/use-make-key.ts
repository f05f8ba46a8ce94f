import { useState } from 'react'
import type { Identity } from '../../contract/identity.ts'
import { focusFirstWrong } from '../components/focus-first-wrong.ts'
import { call } from '../postern-client.ts'
import { useAct, type Act } from '../state/use-act.ts'
import { useWindowState } from '../state/window-state.ts'
import { keyNameProblem } from './key-name.ts'
import { emptyPassphrase, passphraseChoice, passphraseProblem, type PassphraseEntry } from './new-passphrase.ts'

export interface NewKey {
  readonly name: string
  readonly type: 'ed25519' | 'rsa'
  readonly passphrase: PassphraseEntry
}

export interface MakeKey {
  readonly values: NewKey
  readonly change: (part: Partial<NewKey>) => void
  readonly taken: readonly string[]
  readonly isTried: boolean
  /** Makes the key of the form, or shows the problems of the form. */
  readonly act: Act<[]>
}

/** The state of the form of a new key. `onMade` is called with the identity after it is on disk. */
export const useMakeKey = ({
  initial,
  taken,
  onMade,
}: {
  readonly initial: { readonly name: string; readonly type: NewKey['type']; readonly keeper: 'asked' | 'keychain' }
  readonly taken: readonly string[]
  readonly onMade: (identity: Identity) => void
}): MakeKey => {
  const hasKeychain = useWindowState(({ about }) => about.keychain === 'ready')
  const [values, setValues] = useState<NewKey>(() => ({
    name: initial.name,
    type: initial.type,
    passphrase: emptyPassphrase(hasKeychain ? initial.keeper : 'asked'),
  }))
  const [isTried, setTried] = useState(false)
  const act = useAct(async () => {
    if (keyNameProblem(values.name, taken) !== undefined || passphraseProblem(values.passphrase) !== undefined) {
      setTried(true)
      focusFirstWrong()
      return
    }
    const { type, passphrase } = values
    const made = await call('createIdentity', { name: values.name.trim(), type, passphrase: passphraseChoice(passphrase) })
    // SECURITY: main has the passphrase now, so the page forgets it.
    setValues((before) => ({ ...before, passphrase: emptyPassphrase(passphrase.keeper) }))
    setTried(false)
    onMade(made)
  })
  return { values, change: (part) => setValues((before) => ({ ...before, ...part })), taken, isTried, act }
}
