import { useState } from 'react'
import type { LogInItem } from '../../contract/log-in-item.ts'
import { Button } from '../components/button.tsx'
import { FailureNotice } from '../components/notice.tsx'
import { SwitchInput } from '../components/switch-input.tsx'
import { call } from '../postern-client.ts'
import { useAct } from '../state/use-act.ts'
import { useRequest } from '../state/use-request.ts'
import { useWords } from '../state/words.tsx'
import './log-in-item-setting.css'

/** The switch for the start at log-in. The OS stores this setting and reports a failure to store it. */
export const LogInItemSetting = () => {
  const { t } = useWords()
  const { answer, failure, again } = useRequest('getLogInItem', {})
  const [changed, setChanged] = useState<LogInItem>()
  const set = useAct(async (isOn: boolean) => setChanged(await call('setLogInItem', { isOn })))
  const state = (changed ?? answer)?.state

  if (failure !== undefined)
    return (
      <FailureNotice failure={failure}>
        <Button onPress={again}>{t('common.tryAgain')}</Button>
      </FailureNotice>
    )
  if (state === undefined) return null
  if (state === 'unavailable') return <p className="quiet">{t('settings.logInItem.unavailable')}</p>
  return (
    <div className="log-in-item-setting">
      <SwitchInput isOn={state === 'on'} onChange={(isOn) => void set.run(isOn)} isDisabled={set.isBusy}>
        {t('settings.logInItem.label')}
      </SwitchInput>
      <p className="quiet">{t('settings.logInItem.description')}</p>
      {set.failure !== undefined && <FailureNotice failure={set.failure} />}
    </div>
  )
}
