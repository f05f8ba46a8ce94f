import { useState } from 'react'
import { Form } from 'react-aria-components'
import { isNotice } from '../../contract/question.ts'
import type { ShownQuestion } from '../../contract/question.ts'
import { printable } from '../../words/printable.ts'
import { Button } from '../components/button.tsx'
import { Acts } from '../components/dialog.tsx'
import { TextInput } from '../components/text-input.tsx'
import { useWords } from '../state/words.tsx'
import type { SendAnswer } from './send-answer.ts'
import { SecretInput } from './secret-input.tsx'
import './challenge-question.css'

/** The server's questions in its own words (RFC 4256), visibly apart from Postern's words. */
export const ChallengeQuestion = ({
  question,
  send,
  isBusy,
}: {
  readonly question: Extract<ShownQuestion, { kind: 'keyboard-interactive' }>
  readonly send: SendAnswer
  readonly isBusy: boolean
}) => {
  const { t } = useWords()
  const [answers, setAnswers] = useState<readonly string[]>(() => question.prompts.map(() => ''))
  const server = printable(question.server)
  const said = [question.title, question.instructions].map(printable).filter((text) => text !== '')
  return (
    <Form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        send({ kind: 'keyboard-interactive', answers: [...answers] })
        // SECURITY: main has the answers now, so the page forgets them.
        setAnswers(question.prompts.map(() => ''))
      }}
    >
      <p>{t('prompts.challenge.why', { account: question.account, server })}</p>
      {said.length > 0 && (
        <blockquote className="challenge-question-said" aria-label={t('prompts.challenge.said', { server })}>
          {said.map((text) => (
            <p key={text}>{text}</p>
          ))}
        </blockquote>
      )}
      {question.prompts.map(({ text, echo }, index) => {
        const Field = echo ? TextInput : SecretInput
        return (
          <Field
            // The server's prompts have no other name, and their order never changes.
            key={`${index} ${text}`}
            label={printable(text)}
            value={answers[index] ?? ''}
            onChange={(answer) => setAnswers(answers.with(index, answer))}
            error={undefined}
            autoFocus={index === 0}
          />
        )
      })}
      {isNotice(question) && <p role="status">{t('prompts.challenge.waits')}</p>}
      <Acts>
        <Button onPress={() => send({ kind: 'declined' })} isDisabled={isBusy}>
          {t('prompts.refuse')}
        </Button>
        {!isNotice(question) && (
          <Button look="act" type="submit" isDisabled={isBusy}>
            {t('prompts.give')}
          </Button>
        )}
      </Acts>
    </Form>
  )
}
