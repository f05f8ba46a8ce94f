import { useState } from 'react'
import type { Account } from '../../../contract/account.ts'
import type { Identity } from '../../../contract/identity.ts'
import type { FoundKey } from '../../../contract/imported-account.ts'
import type { Onboarding } from '../../../contract/onboarding.ts'
import { useKeyFileCheck, type KeyFileCheck } from '../../accounts/editor/use-key-file-check.ts'
import {
  foundKeys,
  keptName,
  likelyChoice,
  pathOfChoice,
  sourceOf,
  type KeyChoice,
  type PickedFile,
} from '../../keys/key-source.ts'
import { useBringIn, type BringIn } from '../../keys/use-bring-in.ts'
import { useRequest } from '../../state/use-request.ts'
import { useOnboardingActs } from '../use-onboarding.ts'
import type { ChosenLogIn } from './use-go-on-with.ts'

export interface ExistingKeyForm {
  readonly choice: KeyChoice
  readonly choose: (choice: KeyChoice) => void
  readonly found: readonly FoundKey[]
  readonly path: string
  readonly typePath: (path: string) => void
  readonly picked: PickedFile | undefined
  readonly pick: (file: PickedFile) => void
  readonly check: KeyFileCheck
  /** Whether the choice is a file of the person's own, which can also be used in place. */
  readonly isFile: boolean
  readonly isInPlace: boolean
  readonly setInPlace: (isInPlace: boolean) => void
  /** Whether Continue makes a copy first. */
  readonly isCopy: boolean
  /** The log-in of the account, unless a key has to be copied first. */
  readonly logIn: ChosenLogIn | undefined
  readonly form: BringIn
  /** Whether the person has pressed the button, so that a missing value now counts as wrong. */
  readonly isTried: boolean
  readonly showMissing: () => void
}

/** The state of the choice of an existing key, and of the copy that Postern keeps. */
export const useExistingKey = ({
  onboarding: { key, server },
  account,
  kept,
  onBroughtIn,
}: {
  readonly onboarding: Onboarding
  readonly account: Account
  readonly kept: readonly Identity[]
  readonly onBroughtIn: (identity: Identity) => void
}): ExistingKeyForm => {
  const { change } = useOnboardingActs('key')
  const found = foundKeys(useRequest('discover', {}).answer)
  const taken = kept.map(({ name }) => name)
  const [chosen, setChosen] = useState<KeyChoice>()
  const [isMissing, setMissing] = useState(false)
  const [picked, setPicked] = useState<PickedFile>()
  const [isInPlace, setInPlace] = useState(account.identity?.kind === 'file' && account.identity.path === key.path)
  const isOwn = taken.includes(key.name)
  const proposedPath = key.path === '' && !isOwn ? (server.imported?.identityFile ?? '') : key.path
  const choice = chosen ?? likelyChoice({ path: proposedPath, name: key.name, kept: taken, found })
  const typedPath = key.path === '' && chosen === undefined ? proposedPath : key.path
  const path = pathOfChoice(choice, typedPath)
  const check = useKeyFileCheck(path)
  const isFile = choice === 'path' || choice.startsWith('found:')
  const isFileEncrypted = check.name === 'readable' && check.key.encrypted
  const name = keptName(choice)

  const form = useBringIn({
    ...sourceOf(choice, { path: typedPath, picked, isFileEncrypted }),
    taken,
    onBroughtIn: (identity) => {
      onBroughtIn(identity)
      // SECURITY: the text of the picked file is a private key.
      setPicked(undefined)
      setChosen(`kept:${identity.name}`)
      change({ key: { ...key, way: 'existing', name: identity.name, path: '' } })
    },
  })
  return {
    choice,
    found,
    picked,
    check,
    isFile,
    form,
    choose: (next) => {
      setChosen(next)
      change({ key: { ...key, name: keptName(next) ?? '', path: next === 'path' ? typedPath : pathOfChoice(next, '') } })
    },
    path: typedPath,
    typePath: (typed) => {
      setChosen('path')
      change({ key: { ...key, name: '', path: typed } })
    },
    pick: setPicked,
    isInPlace,
    setInPlace,
    isCopy: name === undefined && !(isFile && isInPlace),
    logIn:
      name === undefined
        ? isFile && isInPlace && check.name === 'readable'
          ? { way: 'file', path }
          : undefined
        : { way: 'kept', name },
    isTried: isMissing || form.isTried,
    showMissing: () => setMissing(true),
  }
}
