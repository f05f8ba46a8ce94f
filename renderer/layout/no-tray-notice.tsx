import { Button } from '../components/button.tsx'
import { FailureNotice, Notice } from '../components/notice.tsx'
import { useSetting } from '../settings/use-setting.ts'
import { useWindowState } from '../state/window-state.ts'
import { useWords } from '../state/words.tsx'
import './no-tray-notice.css'

/** Says once, on a desktop without a system tray, that closing the window ends Postern. */
export const NoTrayNotice = () => {
  const { t } = useWords()
  const { shell, hasTray } = useWindowState((state) => state.desktop)
  const told = useSetting('toldNoTray')
  if (shell !== 'electron' || hasTray || told.value) return null
  return (
    <div className="no-tray-notice">
      <Notice look="quiet" title={t('window.noTray.title')}>
        <p>{t('window.noTray.about')}</p>
        {told.failure !== undefined && <FailureNotice failure={told.failure} />}
        <Button isPending={told.isBusy} onPress={() => void told.change(true)}>
          {t('window.noTray.dismiss')}
        </Button>
      </Notice>
    </div>
  )
}
