import { FileTrigger } from 'react-aria-components'
import { FailureError } from '../../../contract/failure.ts'
import type { ImportedAccount } from '../../../contract/imported-account.ts'
import { decodeText } from '../../../words/decode-text.ts'
import { Button } from '../../components/button.tsx'
import { FailureNotice } from '../../components/notice.tsx'
import { TextAreaInput } from '../../components/text-area-input.tsx'
import { problemWords } from '../../accounts/editor/problem.ts'
import { Section } from '../../layout/page.tsx'
import { useAct } from '../../state/use-act.ts'
import { useWords } from '../../state/words.tsx'
import { ImportedView } from './imported-view.tsx'
import { maxFileBytes, textTooLong, type ImportReading } from './use-read-import.ts'

/** A field for a line or a file from somebody else, with the servers that Postern reads from it. */
export const PastedText = ({
  text,
  onText,
  reading,
  isNotOne,
  onUse,
}: {
  readonly text: string
  readonly onText: (text: string) => void
  readonly reading: ImportReading
  /** Whether the person pressed Continue while the text had no server, or more than one. */
  readonly isNotOne: boolean
  readonly onUse: (imported: ImportedAccount) => void
}) => {
  const { t, language } = useWords()
  const open = useAct(async (file: File) => {
    if (file.size > maxFileBytes) throw new FailureError(textTooLong)
    onText(decodeText(new Uint8Array(await file.arrayBuffer())))
  })
  const refused = reading.name === 'failed' && reading.failure.code === 'input-invalid' ? reading.failure.reason : undefined
  const notOne = reading.name === 'read' ? t('setup.server.chooseOne') : t('editor.problem.empty')
  const wrong = refused === undefined ? (isNotOne ? notOne : undefined) : problemWords(t, language, refused)
  return (
    <>
      <TextAreaInput
        label={t('setup.server.given')}
        description={t('setup.server.givenUse')}
        value={text}
        onChange={onText}
        error={wrong}
      />
      <div>
        <FileTrigger
          onSelect={(files) => {
            const file = files?.[0]
            if (file !== undefined) void open.run(file)
          }}
        >
          <Button>{t('setup.server.openFile')}</Button>
        </FileTrigger>
      </div>
      {open.failure !== undefined && <FailureNotice failure={open.failure} />}
      {reading.name === 'failed' && refused === undefined && <FailureNotice failure={reading.failure} />}
      <p role="status" className={reading.name === 'nothing' || reading.name === 'failed' ? 'unseen' : 'quiet'}>
        {reading.name === 'reading' && t('setup.server.reading')}
        {reading.name === 'read' && t('setup.server.understood', { count: reading.accounts.length })}
      </p>
      {reading.name === 'read' &&
        reading.accounts.map((account, at) => (
          <Section key={at} title={account.name}>
            <ImportedView imported={account} onUse={() => onUse(account)} />
          </Section>
        ))}
    </>
  )
}
