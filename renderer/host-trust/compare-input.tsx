import { useState } from 'react'
import type { Translate } from '../../words/translate.ts'
import { TextInput } from '../components/text-input.tsx'
import { useWords } from '../state/words.tsx'
import { compareCertificate, compareFingerprint, type Comparison } from './compare-fingerprint.ts'

const comparisons = { hostTrust: compareFingerprint, certificates: compareCertificate } as const

/** The words for a comparison that failed, of a host key or of a certificate. */
const wrongOf = (t: Translate, of: keyof typeof comparisons): { readonly different: string; readonly unclear: string } =>
  of === 'hostTrust'
    ? { different: t('hostTrust.different'), unclear: t('hostTrust.unclear') }
    : { different: t('certificates.different'), unclear: t('certificates.unclear') }

/** A field for the fingerprint from the administrator. It shows at once whether the server has the same. */
export const CompareInput = ({
  of = 'hostTrust',
  fingerprint,
  description,
  onCompared,
}: {
  /** The kind of fingerprint, by its words. */
  readonly of?: keyof typeof comparisons
  readonly fingerprint: string
  readonly description?: string
  readonly onCompared: (comparison: Comparison) => void
}) => {
  const { t } = useWords()
  const [pasted, setPasted] = useState('')
  const compare = comparisons[of]
  const comparison = compare(pasted, fingerprint)
  return (
    <>
      <TextInput
        isCode
        label={t('hostTrust.compare')}
        description={description}
        value={pasted}
        // SECURITY: Enter here would press the form's button, which trusts the key without a comparison.
        onKeyDown={(event) => {
          if (event.key === 'Enter' && comparison !== 'same') event.preventDefault()
          else event.continuePropagation()
        }}
        onChange={(text) => {
          setPasted(text)
          onCompared(compare(text, fingerprint))
        }}
        error={comparison === 'different' || comparison === 'unclear' ? wrongOf(t, of)[comparison] : undefined}
      />
      <p role="status">{comparison === 'same' && t('hostTrust.same')}</p>
    </>
  )
}
