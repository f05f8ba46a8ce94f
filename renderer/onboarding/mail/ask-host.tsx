import { useState } from 'react'
import { DestinationHostSchema } from '../../../contract/local-forward.ts'
import { problemWords } from '../../accounts/editor/problem.ts'
import { Button } from '../../components/button.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { useWords } from '../../state/words.tsx'

/** A field for another host whose mail ports are to be checked. */
export const AskHost = ({
  isBusy,
  onAsk,
}: {
  readonly isBusy: boolean
  /** Resolves to whether the host was checked; if not, the typed name stays. */
  readonly onAsk: (host: string) => Promise<boolean>
}) => {
  const { t, language } = useWords()
  const [host, setHost] = useState('')
  const [reason, setReason] = useState<string>()

  const ask = async (): Promise<void> => {
    const typed = host.trim()
    if (!DestinationHostSchema.safeParse(typed).success) {
      setReason(typed === '' ? 'empty' : 'forward-host')
      return
    }
    if (await onAsk(typed)) setHost('')
  }

  return (
    <TextInput
      label={t('setup.mail.otherHost')}
      description={t('setup.mail.otherHostUse')}
      value={host}
      onChange={(typed) => {
        setHost(typed)
        setReason(undefined)
      }}
      error={reason === undefined ? undefined : problemWords(t, language, reason)}
      isCode
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return
        // Enter presses this button here, and Continue elsewhere in the form.
        event.preventDefault()
        void ask()
      }}
      after={
        <Button isPending={isBusy} onPress={() => void ask()}>
          {t('setup.mail.ask')}
        </Button>
      }
    />
  )
}
