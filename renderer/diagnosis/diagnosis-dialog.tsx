import { useState } from 'react'
import { Button } from '../components/button.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { Acts, Dialog } from '../components/dialog.tsx'
import { FailureNotice } from '../components/notice.tsx'
import { SwitchInput } from '../components/switch-input.tsx'
import { useRequest } from '../state/use-request.ts'
import { useWords } from '../state/words.tsx'
import './diagnosis-dialog.css'

/** Shows the diagnosis before it is copied, so that the person knows its text. It contains names only on demand. */
export const DiagnosisDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useWords()
  const [withNames, setWithNames] = useState(false)
  const { answer, failure, isAsking, again } = useRequest('getDiagnosis', { withNames })
  // SECURITY: until the diagnosis is made anew, the old text may still hold the names that were just switched off.
  const text = isAsking || failure !== undefined ? undefined : answer
  return (
    <Dialog title={t('diagnosis.title')} onClose={onClose} isWide>
      <p>{t('diagnosis.about')}</p>
      <SwitchInput isOn={withNames} onChange={setWithNames}>
        {t('diagnosis.withNames')}
      </SwitchInput>
      <div className="diagnosis-dialog-place">
        <p role="status" className={text === undefined ? 'quiet' : 'unseen'}>
          {isAsking && t('diagnosis.gathering')}
        </p>
        {failure !== undefined && !isAsking && (
          <FailureNotice failure={failure}>
            <Button onPress={again}>{t('common.tryAgain')}</Button>
          </FailureNotice>
        )}
        {text !== undefined && (
          // Focusable, so that the keyboard can scroll a long text.
          <pre className="diagnosis-dialog-text" role="group" aria-label={t('diagnosis.text')} tabIndex={0}>
            {text}
          </pre>
        )}
      </div>
      <Acts>
        <Button onPress={onClose}>{t('common.close')}</Button>
        {text !== undefined && <CopyButton text={text} what={t('diagnosis.what')} look="act" />}
      </Acts>
    </Dialog>
  )
}
