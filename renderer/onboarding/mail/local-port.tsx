import { useState } from 'react'
import type { LocalForward } from '../../../contract/local-forward.ts'
import { hostAndPort } from '../../../words/forward-words.ts'
import { PortHint } from '../../accounts/editor/port-hint.tsx'
import { obstacleWords, problemWords } from '../../accounts/editor/problem.ts'
import { usePortCheck } from '../../accounts/editor/use-port-check.ts'
import { Button } from '../../components/button.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { useWords } from '../../state/words.tsx'
import type { MailRow } from './mail-rows.ts'

/** The local port of a mail port: a sentence with a button to change it. It becomes a field after a click, or if the port is not free. */
export const LocalPort = ({
  name,
  accountId,
  row,
  forward,
  others,
  problem,
  onChange,
}: {
  /** The mail port's name, for people who cannot see the button's row. */
  readonly name: string
  readonly accountId: string
  readonly row: MailRow
  readonly forward: LocalForward | undefined
  readonly others: readonly number[]
  readonly problem: string | undefined
  readonly onChange: (bindPort: string) => void
}) => {
  const { t, language } = useWords()
  const [isChanging, setChanging] = useState(false)
  const bindAddress = forward?.bindAddress ?? '127.0.0.1'
  const check = usePortCheck({ id: forward?.id ?? '', bindAddress, bindPort: row.bindPort, enabled: true }, accountId, others)
  const obstacle = check.name === 'obstacle' ? check : undefined
  const error =
    problem === undefined ? obstacle && obstacleWords(t, language, obstacle.failure) : problemWords(t, language, problem)

  if (!isChanging && error === undefined)
    return (
      <p className="mail-row-port">
        <span>
          {t('setup.mail.atPort')} <code>{hostAndPort(bindAddress, Number(row.bindPort))}</code>
        </span>
        <Button look="quiet" onPress={() => setChanging(true)} aria-label={t('setup.mail.changePort', { name })}>
          {t('setup.mail.change')}
        </Button>
      </p>
    )
  const suggestion = obstacle?.suggestion?.bindAddress === bindAddress ? String(obstacle.suggestion.bindPort) : undefined
  return (
    <div className="mail-row-field">
      <TextInput
        label={t('editor.localPort')}
        value={row.bindPort}
        onChange={(bindPort) => {
          // The field stays open while the person types, even when the value is right.
          setChanging(true)
          onChange(bindPort)
        }}
        autoFocus={isChanging}
        description={error === undefined && <PortHint check={check} />}
        error={error}
        isCode
        inputMode="numeric"
        after={
          suggestion !== undefined && (
            <Button onPress={() => onChange(suggestion)}>{t('editor.usePort', { port: suggestion })}</Button>
          )
        }
      />
    </div>
  )
}
