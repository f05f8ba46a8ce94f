import type { GuideText } from '../../../../words/guide-words.ts'
import type { Translate } from '../../../../words/translate.ts'
import type { Style } from '../style.ts'
import { formatPairs } from '../table.ts'

/** A guide to read along: why it is so, what to do in order, and the files as they are written. */
export const guideLines = (t: Translate, style: Style, { title, about, steps, files, lacks }: GuideText): readonly string[] => [
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
