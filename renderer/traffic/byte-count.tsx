import { localeTags } from '../../words/language.ts'
import { formatBytes } from '../../words/units.ts'
import { useWords } from '../state/words.tsx'

/** A count of bytes in short, with the exact number behind it. */
export const ByteCount = ({ bytes }: { readonly bytes: number }) => {
  const { t, language } = useWords()
  const exact = new Intl.NumberFormat(localeTags[language]).format(bytes)
  return (
    <data value={bytes} title={t('traffic.exact', { count: bytes, exact })}>
      {formatBytes(bytes, language)}
    </data>
  )
}
