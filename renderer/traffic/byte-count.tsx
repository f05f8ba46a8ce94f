import { localeTags } from '../../words/language.ts'
import { formatBytes } from '../../words/units.ts'
import { useWords } from '../state/words.tsx'

/** A rounded count of bytes, with the exact number as its title. */
export const ByteCount = ({ bytes }: { readonly bytes: number }) => {
  const { t, language } = useWords()
  const exact = new Intl.NumberFormat(localeTags[language]).format(bytes)
  return (
    <data value={bytes} title={t('traffic.exact', { count: bytes, exact })}>
      {formatBytes(bytes, language)}
    </data>
  )
}
