import { useState, type ComponentProps } from 'react'
import { Button } from '../components/button.tsx'
import { Copyable } from '../components/copy-button.tsx'
import { Acts } from '../components/dialog.tsx'
import type { Comparison } from '../host-trust/compare-fingerprint.ts'
import { CompareInput } from '../host-trust/compare-input.tsx'
import { useWords } from '../state/words.tsx'

/** The end of a question of trust: how to get the fingerprint from the administrator, a field to compare it, and the two answers. */
export const TrustByComparing = ({
  of = 'hostTrust',
  fingerprint,
  words,
  command,
  isBusy,
  onAnswer,
}: Pick<ComponentProps<typeof CompareInput>, 'of' | 'fingerprint'> & {
  readonly words: { readonly how: string; readonly refuse: string; readonly trust: string }
  /** Prints the fingerprint at the server. */
  readonly command: string
  readonly isBusy: boolean
  readonly onAnswer: (isTrusted: boolean) => void
}) => {
  const { t } = useWords()
  const [comparison, setComparison] = useState<Comparison>('empty')
  return (
    <>
      <div>
        <p>{words.how}</p>
        <Copyable text={command} what={t('hostTrust.command')} />
      </div>
      <CompareInput of={of} fingerprint={fingerprint} description={t('prompts.hostKey.compareIf')} onCompared={setComparison} />
      <Acts>
        <Button onPress={() => onAnswer(false)} isDisabled={isBusy}>
          {words.refuse}
        </Button>
        {/* SECURITY: a pasted fingerprint that differs disables the button. */}
        <Button
          look={comparison === 'same' ? 'act' : 'plain'}
          onPress={() => onAnswer(true)}
          isDisabled={isBusy || comparison === 'different' || comparison === 'unclear'}
        >
          {words.trust}
        </Button>
      </Acts>
    </>
  )
}
