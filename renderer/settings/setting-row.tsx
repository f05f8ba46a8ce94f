import type { ReactNode } from 'react'
import { FailureNotice } from '../components/notice.tsx'
import { useWords } from '../state/words.tsx'
import type { Setting } from './use-setting.ts'
import './setting-row.css'

/** A setting with the outcome of its last change: a quiet "saved", or the failure beside it. */
export const SettingRow = ({
  setting,
  look = 'plain',
  children,
}: {
  readonly setting: Pick<Setting<unknown>, 'isSaved' | 'failure'>
  /** `seconds` has a short field for a few digits. */
  readonly look?: 'plain' | 'seconds'
  readonly children: ReactNode
}) => {
  const { t } = useWords()
  return (
    <div className={`setting-row setting-row-${look}`}>
      {children}
      <span role="status" className="setting-row-saved">
        {setting.isSaved ? t('settings.saved') : ''}
      </span>
      {setting.failure !== undefined && <FailureNotice failure={setting.failure} />}
    </div>
  )
}
