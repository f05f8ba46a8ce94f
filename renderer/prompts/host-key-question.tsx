import type { ShownQuestion } from '../../contract/question.ts'
import { hostAndPort } from '../../words/forward-words.ts'
import { hostKeyCommand } from '../../words/host-key-command.ts'
import { Fingerprint } from '../host-trust/fingerprint.tsx'
import { useWords } from '../state/words.tsx'
import type { SendAnswer } from './send-answer.ts'
import { TrustByComparing } from './trust-by-comparing.tsx'

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
  return (
    <>
      <p>{t('prompts.hostKey.first', { account, server: hostAndPort(hostKey.host, hostKey.port) })}</p>
      <Fingerprint fingerprint={hostKey.fingerprint} keyType={hostKey.type} randomart={randomart} />
      <TrustByComparing
        fingerprint={hostKey.fingerprint}
        words={{ how: t('prompts.hostKey.how'), refuse: t('prompts.hostKey.refuse'), trust: t('prompts.hostKey.trust') }}
        command={hostKeyCommand(hostKey.type)}
        isBusy={isBusy}
        onAnswer={(isTrusted) => send(isTrusted ? { kind: 'host-key', trust: true } : { kind: 'declined' })}
      />
    </>
  )
}
