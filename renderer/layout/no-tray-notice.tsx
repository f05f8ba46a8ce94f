import { Button } from '../components/button.tsx'
import { FailureNotice, Notice } from '../components/notice.tsx'
import { useSetting } from '../settings/use-setting.ts'
import { useWindowState } from '../state/window-state.ts'
import { useWords } from '../state/words.tsx'
import './no-tray-notice.css'

/** On a desktop without a system tray, shows that closing the window ends Postern, until the person dismisses it. */
export const NoTrayNotice = () => {
  const { t } = useWords()
  const { shell, hasTray } = useWindowState((state) => state.desktop)
  const notice = useSetting('toldNoTray')
  if (shell !== 'electron' || hasTray || notice.value) return null
  return (
    <div className="no-tray-notice">
      <Notice look="quiet" title={t('window.noTray.title')}>
        <p>{t('window.noTray.about')}</p>
        {notice.failure !== undefined && <FailureNotice failure={notice.failure} />}
        <Button isPending={notice.isBusy} onPress={() => void notice.change(true)}>
          {t('window.noTray.dismiss')}
        </Button>
      </Notice>
    </div>
  )
}
