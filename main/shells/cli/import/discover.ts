import type { Command } from 'commander'
import type { FoundKey, FoundOnComputer } from '../../../../contract/imported-account.ts'
import { printable } from '../../../../words/printable.ts'
import { draftOfImport } from '../../../accounts/import/draft-of-import.ts'
import { takenPorts } from '../../../accounts/taken-ports.ts'
import { localUserName } from '../../../discover/local-user-name.ts'
import type { Translate } from '../../../../words/translate.ts'
import type { Cli } from '../cli.ts'
import { addExamples } from '../help/help.ts'
import { importLines } from './import-lines.ts'
import { foundJson, toJson } from '../json.ts'
import { shellWord } from '../guide/shell-word.ts'
import { formatTable } from '../table.ts'

export const addDiscover = (program: Command, cli: Cli): void => {
  const { t, screen } = cli
  const command = program.command('discover').description(t('cli.discover.about')).option('--json', t('cli.option.json'))
  addExamples(command, t, [[t('cli.discover.example'), 'postern discover && postern import ~/.ssh/config']])
  command.action((options: { readonly json?: true }) =>
    cli.withCore({}, async (core) => {
      const found = await core.discover()
      if (options.json === true) {
        screen.out(toJson(found.map(foundJson)))
        return
      }
      if (found.length === 0) screen.out(t('cli.discover.nothing'))
      const taken = await takenPorts(core.accounts)
      found.forEach((place, index) => screen.out(...(index === 0 ? [] : ['']), ...placeLines(cli, taken, place)))
    }),
  )
}

const placeLines = ({ t, screen }: Cli, taken: ReadonlySet<number>, found: FoundOnComputer): readonly string[] => {
  const { origin, place, accounts, keys } = found
  const style = screen.outStyle
  const [key] = keys
  return [
    style('title', `${t(`import.origin.${origin}`)}: ${printable(place)}`),
    ...accounts.flatMap((imported) => [
      '',
      ...importLines(t, style, { imported, draft: draftOfImport(imported, { taken, userName: localUserName() }) }),
    ]),
    ...(keys.length === 0 ? [] : ['', ...keyLines(t, keys)]),
    '',
    ...(accounts.length === 0 ? [] : [t('cli.discover.import', { place: printable(shellWord(place)) })]),
    ...(key === undefined ? [] : [t('cli.discover.importKey', { file: printable(shellWord(key.path)) })]),
  ]
}

const keyLines = (t: Translate, keys: readonly FoundKey[]): readonly string[] =>
  formatTable(
    [
      { title: t('cli.column.key') },
      { title: t('cli.column.type') },
      { title: t('cli.column.passphrase') },
      { title: t('cli.column.fingerprint') },
    ],
    keys.map(({ path, type, encrypted, fingerprint }) => [
      printable(path),
      type === 'unknown' ? t('cli.discover.typeHidden') : type,
      t(encrypted ? 'word.yes' : 'word.no'),
      fingerprint ?? '',
    ]),
  )
