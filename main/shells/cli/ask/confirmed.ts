import type { Cli } from '../cli.ts'
import { categoryExitCodes } from '../exit-code.ts'
import { say } from '../report.ts'

/**
 * Whether the person agrees to an act that cannot be undone: by `--yes`, or at a question. Without `--yes` and without a terminal the
 * answer is no.
 */
export const confirmed = async (
  { t, prompts, screen, endWith }: Cli,
  options: { readonly yes?: true },
  question: string,
): Promise<boolean> => {
  if (options.yes === true) return true
  if (prompts === undefined) say(screen, { message: t('cli.confirm.nobody'), next: t('cli.confirm.next') })
  else if (await prompts.confirm(question)) return true
  else screen.err(t('cli.confirm.nothingChanged'))
  endWith(categoryExitCodes.usage)
  return false
}
