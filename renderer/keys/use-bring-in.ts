import { useEffect, useState } from 'react'
import { failureOf } from '../../contract/failure.ts'
import type { Identity } from '../../contract/identity.ts'
import { focusFirstWrong } from '../components/focus-first-wrong.ts'
import { call } from '../postern-client.ts'
import { useAct, type Act } from '../state/use-act.ts'
import { keyNameProblem, proposedKeyName } from './key-name.ts'
import { emptyPassphrase, passphraseChoice, passphraseProblem, type PassphraseEntry } from './new-passphrase.ts'

/** The source of a key: a file of this computer by its absolute path, or the text of a file that the person picked. */
export type KeySource = { readonly kind: 'file'; readonly path: string } | { readonly kind: 'text'; readonly text: string }

export interface KeyToBringIn {
  readonly name: string
  /** The passphrase of the file. */
  readonly current: string
  readonly passphrase: PassphraseEntry
}

export interface BringIn {
  readonly values: KeyToBringIn
  readonly change: (part: Partial<KeyToBringIn>) => void
  readonly taken: readonly string[]
  readonly isTried: boolean
  readonly isEncrypted: boolean
  readonly act: Act<[]>
}

/** The state of the form that copies a key file for Postern, encrypted by a passphrase. It is empty for each new `fileName`. */
export const useBringIn = ({
  source,
  fileName,
  isEncrypted,
  taken,
  onBroughtIn,
}: {
  readonly source: KeySource | undefined
  readonly fileName: string
  /** Whether the file looks encrypted; main finds out for certain when it opens the file. */
  readonly isEncrypted: boolean
  readonly taken: readonly string[]
  readonly onBroughtIn: (identity: Identity) => void
}): BringIn => {
  const [typed, setTyped] = useState<{ readonly of: string; readonly part: Partial<KeyToBringIn> }>({ of: fileName, part: {} })
  const [isTried, setTried] = useState(false)
  const [foundLocked, setFoundLocked] = useState<string>()
  const isLocked = isEncrypted || foundLocked === fileName
  const values: KeyToBringIn = {
    name: proposedKeyName(fileName, taken),
    current: '',
    passphrase: emptyPassphrase(isLocked ? 'same' : 'asked'),
    ...(typed.of === fileName ? typed.part : {}),
  }
  const act = useAct(async () => {
    const isWrong =
      keyNameProblem(values.name, taken) !== undefined ||
      passphraseProblem(values.passphrase) !== undefined ||
      (isLocked && values.current === '')
    if (source === undefined || isWrong) {
      setTried(true)
      focusFirstWrong()
      return
    }
    try {
      const identity = await call('importIdentity', {
        name: values.name.trim(),
        from: source,
        ...(isLocked ? { current: values.current } : {}),
        passphrase: passphraseChoice(values.passphrase, values.current),
      })
      // SECURITY: main has the passphrases now, so the page forgets them.
      setTyped({ of: fileName, part: {} })
      setTried(false)
      onBroughtIn(identity)
    } catch (error) {
      if (failureOf(error)?.code === 'secret-needed') setFoundLocked(fileName)
      throw error
    }
  })
  // The form may change after the person has pressed the button, because main finds the file encrypted. The focused field is then gone.
  useEffect(() => {
    if (isTried && isLocked && document.activeElement === document.body) focusFirstWrong()
  }, [isTried, isLocked])
  const change: BringIn['change'] = (part) =>
    setTyped((before) => ({ of: fileName, part: { ...(before.of === fileName ? before.part : {}), ...part } }))
  return { values, change, taken, isTried, isEncrypted: isLocked, act }
}
