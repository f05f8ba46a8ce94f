import type { AccountDraft } from '../../../../contract/account.ts'
import type { ImportedAccount, ImportedForward, LeftOutReason } from '../../../../contract/imported-account.ts'
import { LocalForwardSchema, type LocalForward } from '../../../../contract/local-forward.ts'
import { configuredRoute, forwardName } from '../../../../words/forward-words.ts'
import { printable } from '../../../../words/printable.ts'
import type { Translate } from '../../../../words/translate.ts'
import type { Style } from '../style.ts'
import { formatPairs, formatTable } from '../table.ts'

export interface ImportToShow {
  readonly imported: ImportedAccount
  /** The account that would be saved, with its name and its local ports. */
  readonly draft: AccountDraft
}

/** The parts of another program's account that can be imported, and the parts that are left out, with the reasons. */
export const importLines = (t: Translate, style: Style, { imported, draft }: ImportToShow): readonly string[] => [
  `${style('title', draft.name)}  ${style('quiet', titleNote(t, imported, draft))}`,
  ...formatPairs(fieldPairs(t, imported, draft)),
  ...forwardLines(t, style, imported, draft),
  ...leftOutLines(t, style, imported),
]

const titleNote = (t: Translate, { source, name }: ImportedAccount, draft: AccountDraft): string =>
  [t(`import.source.${source}`), ...(draft.name === name ? [] : [t('cli.import.renamed', { name })])].join('; ')

const fieldPairs = (t: Translate, imported: ImportedAccount, draft: AccountDraft): readonly (readonly [string, string])[] => {
  const user = draft.user === '' ? '' : `${draft.user}@`
  const pairs: readonly (readonly [string, string | undefined])[] = [
    [t('cli.field.server'), draft.host === '' ? t('cli.import.noServer') : `${user}${draft.host}:${draft.port ?? 22}`],
    [t('cli.field.identity'), imported.identityFile === undefined ? undefined : printable(imported.identityFile)],
    [t('cli.field.connect'), imported.connect === 'on-first-use' ? t(`cli.connect.${imported.connect}`) : undefined],
    [t('cli.field.compression'), imported.compression === true ? t('word.on') : undefined],
    [t('cli.field.mailUser'), imported.mailUser],
  ]
  return pairs.flatMap(([name, value]) => (value === undefined ? [] : [[`  ${name}`, value] as const]))
}

const portNote = (t: Translate, { bindPort }: ImportedForward, { bindPort: local }: LocalForward): string => {
  if (bindPort === undefined) return t('cli.import.portProposed')
  return bindPort === local ? '' : t('cli.import.portTaken', { port: bindPort })
}

/** `draftOfImport` keeps the forwards' order. */
const forwardLines = (t: Translate, style: Style, imported: ImportedAccount, draft: AccountDraft): readonly string[] => {
  const rows = imported.forwards.flatMap((wanted, index) => {
    const forward = draft.forwards?.[index]
    if (forward === undefined) return []
    const complete = LocalForwardSchema.parse(forward)
    return [[`  ${forwardName(t, complete)}`, configuredRoute(complete), style('quiet', portNote(t, wanted, complete))]]
  })
  if (rows.length === 0) return []
  return formatTable([{ title: `  ${t('cli.column.forward')}` }, { title: t('cli.column.way') }, { title: '' }], rows)
}

/** The parts that were left out, grouped by their reason. */
const leftOutLines = (t: Translate, style: Style, { leftOut }: ImportedAccount): readonly string[] => {
  const byReason = new Map<LeftOutReason, string[]>()
  for (const { text, reason } of leftOut) byReason.set(reason, [...(byReason.get(reason) ?? []), printable(text)])
  if (byReason.size === 0) return []
  return [
    `  ${t('cli.import.leftOut')}`,
    ...[...byReason].flatMap(([reason, texts]) => [
      ...texts.map((text) => `    ${text}`),
      `      ${style('quiet', t(`import.leftOut.${reason}`))}`,
    ]),
  ]
}
