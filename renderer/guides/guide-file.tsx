import { useState } from 'react'
import type { GuideClient } from '../../contract/guide.ts'
import type { GuideText } from '../../words/guide-words.ts'
import { Button } from '../components/button.tsx'
import { Copyable, CopyButton } from '../components/copy-button.tsx'
import { FailureNotice } from '../components/notice.tsx'
import { call } from '../postern-client.ts'
import { useAct } from '../state/use-act.ts'
import { useWords } from '../state/words.tsx'

/** A file for the mail app: its content, its place, and the buttons to copy and to save it. */
export const GuideFileView = ({
  accountId,
  client,
  file,
}: {
  readonly accountId: string
  readonly client: GuideClient
  readonly file: GuideText['files'][number]
}) => {
  const { t } = useWords()
  const [savedAs, setSavedAs] = useState<string>()
  const save = useAct(async () => {
    setSavedAs(undefined)
    setSavedAs(await call('saveGuideFile', { accountId, client, file: file.name }))
  })
  return (
    <section className="guide-file" aria-label={file.name}>
      <div className="guide-file-head">
        <h3>
          <code>{file.name}</code>
        </h3>
        <div className="guide-file-acts">
          <CopyButton text={file.text} what={file.name} />
          <Button isPending={save.isBusy} onPress={() => void save.run()} aria-label={t('guide.saveWhat', { what: file.name })}>
            {t('guide.save')}
          </Button>
        </div>
      </div>
      <p className="quiet">
        {client === 'apple-mail' && t('guide.openFile')} {file.place !== '' && t('guide.place', { place: file.place })}{' '}
        {t('guide.noPassword')}
      </p>
      <div role="status">
        {savedAs !== undefined && (
          <p>
            {t('guide.savedAs')} <Copyable text={savedAs} what={t('guide.path')} />
          </p>
        )}
      </div>
      {save.failure !== undefined && <FailureNotice failure={save.failure} />}
      <pre className="guide-file-text" tabIndex={0} aria-label={t('guide.contentOf', { file: file.name })}>
        {file.text}
      </pre>
    </section>
  )
}
