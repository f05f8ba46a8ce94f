import { useEffect, useState } from 'react'
import { Button } from '../components/button.tsx'
import { Acts, Dialog } from '../components/dialog.tsx'
import { useWords } from '../state/words.tsx'

/**
 * Shows a dialog when the window has lost the connection to Postern. preload/browser.ts dispatches the event once, and shows plain words of
 * its own if no window handles it.
 */
export const Disconnected = () => {
  const { t } = useWords()
  const [isLost, setLost] = useState(false)
  useEffect(() => {
    const take = (event: Event): void => {
      event.preventDefault()
      setLost(true)
    }
    addEventListener('postern-disconnected', take)
    return () => removeEventListener('postern-disconnected', take)
  }, [])
  if (!isLost) return null
  return (
    <Dialog title={t('window.lost.title')} onClose={undefined}>
      <p>{t('window.lost.about')}</p>
      <Acts>
        <Button look="act" onPress={() => location.reload()} autoFocus>
          {t('window.lost.reload')}
        </Button>
      </Acts>
    </Dialog>
  )
}
