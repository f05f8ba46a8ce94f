import { FailureError } from '../../../contract/failure.ts'
import type { Cli } from './cli.ts'

/** Whether a person agrees to what cannot be undone: by `--yes`, or at a question. A script without `--yes` gets a failure, not silence. */
export const confirmed = async (
  { t, prompts, screen, endWith }: Cli,
  options: { readonly yes?: true },
  question: string,
): Promise<boolean> => {
  if (options.yes === true) return true
  if (prompts === undefined) throw new FailureError({ code: 'input-invalid', field: '--yes', value: '', reason: 'confirmation' })
  if (await prompts.confirm(question)) return true
  screen.err(t('cli.nothingChanged'))
  endWith(2)
  return false
}
