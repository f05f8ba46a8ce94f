import { useState } from 'react'
import type { ShownQuestion } from '../../contract/question.ts'
import { hostAndPort } from '../../words/forward-words.ts'
import { hostKeyCommand } from '../../words/host-key-command.ts'
import { Button } from '../components/button.tsx'
import { Copyable } from '../components/copy-button.tsx'
import { Acts } from '../components/dialog.tsx'
import { CompareInput } from '../host-trust/compare-input.tsx'
import type { Comparison } from '../host-trust/compare-fingerprint.ts'
import { Fingerprint } from '../host-trust/fingerprint.tsx'
import { useWords } from '../state/words.tsx'
import type { SendAnswer } from './send-answer.ts'

/** The question about a new server's key, with instructions to check the key. */
export const HostKeyQuestion = ({
  question: { account, hostKey, randomart },
  send,
  isBusy,
}: {
  readonly question: Extract<ShownQuestion, { kind: 'host-key' }>
  readonly send: SendAnswer
  readonly isBusy: boolean
}) => {
  const { t } = useWords()
  const [comparison, setComparison] = useState<Comparison>('empty')
  return (
    <>
      <p>{t('prompts.hostKey.first', { account, server: hostAndPort(hostKey.host, hostKey.port) })}</p>
      <Fingerprint fingerprint={hostKey.fingerprint} keyType={hostKey.type} randomart={randomart} />
      <div>
        <p>{t('prompts.hostKey.how')}</p>
        <Copyable text={hostKeyCommand(hostKey.type)} what={t('hostTrust.command')} />
      </div>
      <CompareInput fingerprint={hostKey.fingerprint} description={t('prompts.hostKey.compareIf')} onCompared={setComparison} />
      <Acts>
        <Button onPress={() => send({ kind: 'declined' })} isDisabled={isBusy}>
          {t('prompts.hostKey.refuse')}
        </Button>
        {/* SECURITY: a pasted fingerprint that differs disables the button. */}
        <Button
          look={comparison === 'same' ? 'act' : 'plain'}
          onPress={() => send({ kind: 'host-key', trust: true })}
          isDisabled={isBusy || comparison === 'different' || comparison === 'unclear'}
        >
          {t('prompts.hostKey.trust')}
        </Button>
      </Acts>
    </>
  )
}
