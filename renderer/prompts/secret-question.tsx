import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { ShownQuestion } from '../../contract/question.ts'
import { failureText } from '../../words/failure-text.ts'
import { printable } from '../../words/printable.ts'
import { Button } from '../components/button.tsx'
import { CheckInput } from '../components/check-input.tsx'
import { Acts } from '../components/dialog.tsx'
import { useWindowState } from '../state/window-state.ts'
import { useWords } from '../state/words.tsx'
import type { SendAnswer } from './send-answer.ts'
import { SecretInput } from './secret-input.tsx'

type Question = Extract<ShownQuestion, { kind: 'passphrase' | 'password' }>

/** A question for a passphrase or a password, with its reason and the choice to keep the secret in the keychain. */
export const SecretQuestion = ({
  question,
  send,
  isBusy,
}: {
  readonly question: Question
  readonly send: SendAnswer
  readonly isBusy: boolean
}) => {
  const { t } = useWords()
  const keychain = useWindowState(({ about }) => about.keychain)
  const [secret, setSecret] = useState('')
  const [remember, setRemember] = useState(false)
  const { account } = question
  return (
    <Form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        send({ kind: question.kind, secret, remember })
        // SECURITY: main has the secret now, so the page forgets it.
        setSecret('')
      }}
    >
      <p>
        {question.kind === 'passphrase'
          ? t('prompts.secret.passphraseWhy', { account, identity: printable(question.identity) })
          : t('prompts.secret.passwordWhy', { account, server: printable(question.server) })}
      </p>
      <SecretInput
        label={t(`prompts.secret.field.${question.kind}`)}
        value={secret}
        onChange={setSecret}
        error={question.previous === undefined ? undefined : failureText(t, question.previous).message}
        autoFocus
      />
      <CheckInput
        isOn={remember}
        onChange={setRemember}
        isDisabled={keychain !== 'ready'}
        description={keychain === 'ready' ? undefined : t(`prompts.secret.keychain.${keychain}`)}
      >
        {t('prompts.secret.remember')}
      </CheckInput>
      <Acts>
        <Button onPress={() => send({ kind: 'declined' })} isDisabled={isBusy}>
          {t('prompts.refuse')}
        </Button>
        <Button look="act" type="submit" isDisabled={isBusy || secret === ''}>
          {t('prompts.give')}
        </Button>
      </Acts>
    </Form>
  )
}
