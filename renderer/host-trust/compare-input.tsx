import { useState } from 'react'
import { TextInput } from '../components/text-input.tsx'
import { useWords } from '../state/words.tsx'
import { compareFingerprint, type Comparison } from './compare-fingerprint.ts'

/** A field for the fingerprint from the administrator. It shows at once whether the server has the same. */
export const CompareInput = ({
  fingerprint,
  description,
  onCompared,
}: {
  readonly fingerprint: string
  readonly description?: string
  readonly onCompared: (comparison: Comparison) => void
}) => {
  const { t } = useWords()
  const [pasted, setPasted] = useState('')
  const comparison = compareFingerprint(pasted, fingerprint)
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
          onCompared(compareFingerprint(text, fingerprint))
        }}
        error={
          comparison === 'different' ? t('hostTrust.different') : comparison === 'unclear' ? t('hostTrust.unclear') : undefined
        }
      />
      <p role="status">{comparison === 'same' && t('hostTrust.same')}</p>
    </>
  )
}
