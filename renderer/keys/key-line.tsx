import { CopyButton } from '../components/copy-button.tsx'
import { useWords } from '../state/words.tsx'
import './keys.css'

/** A line for authorized_keys, with its copy button. */
export const KeyLine = ({ line }: { readonly line: string }) => {
  const { t } = useWords()
  return (
    <div>
      <pre className="keys-line">{line}</pre>
      <CopyButton text={line} what={t('keys.line')} />
    </div>
  )
}
