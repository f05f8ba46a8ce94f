import { useEffect, useState } from 'react'
import { Button } from '../components/button.tsx'
import { Acts, Dialog } from '../components/dialog.tsx'
import { useWords } from '../state/words.tsx'

/**
 * Says over everything else that the window has lost its Postern. preload/browser.ts emits the event once, and shows plain words of its own
 * only where no window handles it.
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
