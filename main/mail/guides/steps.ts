import type { GuideStep, GuideStepId, GuideValue } from '../../../contract/guide.ts'

export const step = (
  id: GuideStepId,
  values: readonly GuideValue[] = [],
  { name = '', place = '' }: Partial<GuideStep['parameters']> = {},
): GuideStep => ({ id, parameters: { name, place }, values })

/** A command to type at a terminal. */
export const commandStep = (id: GuideStepId, command: string): GuideStep => step(id, [{ field: 'command', text: command }])

/** A step that saves the file, readable by its owner alone: fetchmail and msmtp refuse it otherwise, and every file names the person's account. */
export const fileStep = (place: string): GuideStep =>
  step('file-place', [{ field: 'command', text: `chmod 600 ${place}` }], { place })
