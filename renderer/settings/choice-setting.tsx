import { ChoiceInput, type Choice } from '../components/choice.tsx'
import { SettingRow } from './setting-row.tsx'
import type { Setting } from './use-setting.ts'

/** A setting that is one of a few values. */
export const ChoiceSetting = <Value extends string>({
  setting,
  label,
  description,
  choices,
}: {
  readonly setting: Setting<Value>
  readonly label: string
  readonly description: string
  readonly choices: readonly Choice<Value>[]
}) => (
  <SettingRow setting={setting}>
    <ChoiceInput
      label={label}
      description={description}
      choices={choices}
      value={setting.value}
      onChange={(value) => void setting.change(value)}
    />
  </SettingRow>
)
