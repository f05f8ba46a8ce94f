import { useState } from 'react'
import { Button } from '../components/button.tsx'
import { useWords } from '../state/words.tsx'
import { DiagnosisDialog } from './diagnosis-dialog.tsx'

/** Opens the diagnosis, which a person sends along with a question about Postern (recipe R20). */
export const DiagnosisButton = () => {
  const { t } = useWords()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button onPress={() => setOpen(true)}>{t('diagnosis.open')}</Button>
      {isOpen && <DiagnosisDialog onClose={() => setOpen(false)} />}
    </>
  )
}
