import { useState } from 'react'
import { TextInput } from '../components/text-input.tsx'
import { useWords } from '../state/words.tsx'
import { SettingRow } from './setting-row.tsx'
import { boundsOf, readSeconds, type SecondsSetting as SecondsSettingName } from './seconds.ts'
import { useSetting } from './use-setting.ts'

/**
 * A setting in seconds. It is checked and saved when the person leaves the field or presses Enter, since a half-typed number is a different
 * number.
 */
export const SecondsSetting = ({ name }: { readonly name: SecondsSettingName }) => {
  const { t } = useWords()
  const setting = useSetting(name)
  const bounds = boundsOf(name)
  const { least, most } = bounds
  const [draft, setDraft] = useState<string>()
  const [isChecked, setChecked] = useState(false)
  const isWrong = isChecked && draft !== undefined && readSeconds(draft, bounds) === undefined

  const keep = async (): Promise<void> => {
    if (draft === undefined) return
    const seconds = readSeconds(draft, bounds)
    setChecked(true)
    if (seconds === undefined) return
    await setting.change(seconds)
    // The field then shows main's value, whether or not it was saved, unless the person has typed more.
    setDraft((typed) => (typed === draft ? undefined : typed))
  }

  return (
    <SettingRow setting={setting} look="seconds">
      <TextInput
        label={t(`settings.${name}.label`)}
        description={t(`settings.${name}.description`, { least, most })}
        error={isWrong ? t('settings.outOfBounds', { least, most }) : undefined}
        inputMode="numeric"
        value={draft ?? String(setting.value)}
        onChange={(typed) => {
          setDraft(typed)
          setChecked(false)
        }}
        onBlur={() => void keep()}
        onKeyDown={({ key }) => {
          if (key === 'Enter') void keep()
          if (key === 'Escape') setDraft(undefined)
        }}
        after={<span className="quiet">{t('settings.seconds')}</span>}
      />
    </SettingRow>
  )
}
