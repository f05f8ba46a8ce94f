import { Argument, type Command } from 'commander'
import { guideClients, type GuideClient } from '../../../../contract/guide.ts'
import { guideText, type GuideText } from '../../../../words/guide-words.ts'
import type { Translate } from '../../../../words/translate.ts'
import type { Cli } from '../cli.ts'
import { addExamples } from '../help/help.ts'
import type { Style } from '../style.ts'
import { formatPairs } from '../table.ts'
import { writeGuideFiles } from './write-guide-files.ts'

export const addGuide = (program: Command, cli: Cli): void => {
  const { t, screen } = cli
  const command = program
    .command('guide')
    .description(t('cli.guide.about'))
    .argument('<account>', t('cli.argument.account'))
    .addArgument(new Argument('<client>', t('cli.argument.client')).choices(guideClients))
    .option('--write <path>', t('cli.option.writeGuide'))
  addExamples(command, t, [
    [t('cli.guide.example.read'), 'postern guide work thunderbird'],
    [t('cli.guide.example.write'), 'postern guide work fetchmail --write ~/.fetchmailrc'],
  ])
  command.action((name: string, client: GuideClient, options: { readonly write?: string }) =>
    cli.withCore({}, async (core) => {
      // Loaded only here: the writers of XML are a quarter of what every start would load.
      const { guideFor } = await import('../../../mail/guides/guide-for.ts')
      const guide = guideFor(client, await core.accounts.find(name))
      if (options.write !== undefined) await writeGuideFiles(cli, guide.files, options.write)
      else screen.out(...guideLines(t, screen.outStyle, guideText(t, guide)))
    }),
  )
}

/** A guide as text: its reasons, its steps in order, and its files. */
const guideLines = (t: Translate, style: Style, { title, about, steps, files, lacks }: GuideText): readonly string[] => [
  style('title', title),
  ...lacks.map((lack) => style('wait', lack)),
  ...about,
  ...steps.flatMap(({ text, values }, index) => [
    '',
    `${index + 1}. ${text}`,
    ...formatPairs(values.map(({ label, value }) => [`   ${label}`, value] as const)),
  ]),
  ...files.flatMap(({ name, place, text }) => [
    '',
    style('title', place === '' ? t('cli.guide.file', { name }) : t('cli.guide.fileFor', { name, place })),
    '',
    ...text.trimEnd().split('\n'),
  ]),
]
