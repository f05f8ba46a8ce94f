import type { Update } from '../../contract/update.ts'
import { printable } from '../../words/printable.ts'
import { Button } from '../components/button.tsx'
import { FailureNotice, Notice } from '../components/notice.tsx'
import { SwitchInput } from '../components/switch-input.tsx'
import { call } from '../postern-client.ts'
import { useAct } from '../state/use-act.ts'
import { useWindowState } from '../state/window-state.ts'
import { useWords } from '../state/words.tsx'
import './update-setting.css'
import { useSetting } from './use-setting.ts'

/** The switch for the check for newer versions, and a newer version that is ready. */
export const UpdateSetting = () => {
  const { t } = useWords()
  const update = useWindowState((state) => state.update)
  const wanted = useSetting('checkForUpdates')
  if (update.state === 'unavailable') return <p className="quiet">{t('update.unavailable')}</p>
  return (
    <div className="update-setting">
      <SwitchInput isOn={wanted.value} onChange={(isOn) => void wanted.change(isOn)} isDisabled={wanted.isBusy}>
        {t('update.label')}
      </SwitchInput>
      <p className="quiet">{t('update.description')}</p>
      {wanted.failure !== undefined && <FailureNotice failure={wanted.failure} />}
      <UpdateState update={update} />
    </div>
  )
}

const UpdateState = ({ update }: { readonly update: Update }) => {
  const { t } = useWords()
  const isTold = update.state === 'checking' || update.state === 'current' || update.state === 'failed'
  return (
    <>
      <p role="status" className="update-setting-state">
        {isTold && t(`update.state.${update.state}`)}
      </p>
      {update.state === 'ready' && <UpdateReady version={update.version} />}
    </>
  )
}

const UpdateReady = ({ version }: { readonly version: string }) => {
  const { t } = useWords()
  const install = useAct(() => call('installUpdate', {}))
  return (
    <Notice look="quiet" title={t('update.ready', { version: printable(version) })} isLive>
      <p>{t('update.readyAbout')}</p>
      {install.failure !== undefined && <FailureNotice failure={install.failure} />}
      <Button look="act" isPending={install.isBusy} onPress={() => void install.run()}>
        {t('update.restart')}
      </Button>
    </Notice>
  )
}
