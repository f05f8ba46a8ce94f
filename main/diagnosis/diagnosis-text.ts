import { maskSecrets } from '../data-folder/mask-secrets.ts'
import type { WrittenLogLine } from '../data-folder/log-tail.ts'
import { printable } from '../../words/printable.ts'
import { accountPart } from './account-part.ts'
import type { DiagnosisFacts } from './diagnosis-facts.ts'
import { entryText } from './entry-text.ts'
import { failureLine } from './failure-line.ts'
import { knownNames } from './known-names.ts'
import { namesAsTheyAre, type Names } from './names.ts'
import { createStandIns } from './stand-ins.ts'

/**
 * Returns the diagnosis that a person sends to a helper: plain text in English. Without names it holds no configured name, and of a server's
 * text only the words that are Postern's own too.
 *
 * SECURITY: the facts hold no secret. Each line is masked all the same, because a failure may quote a server's text.
 */
export const diagnosisText = (facts: DiagnosisFacts, { withNames }: { readonly withNames: boolean }): string => {
  const names = withNames ? namesAsTheyAre : createStandIns(knownNames(facts))
  const parts = [
    ['# Postern: diagnosis', `Made at ${facts.madeAt}.`, withNames ? holdsNames : holdsNoNames],
    programPart(facts),
    ...(facts.failures.length === 0
      ? []
      : [['## What could not be read', ...facts.failures.map((failure) => `- ${failureLine(names, failure)}`)]]),
    settingsPart(facts),
    ['## Accounts', ...(facts.accounts.length === 0 ? ['None.'] : [])],
    ...facts.accounts.map((account) => accountPart(names, account, facts)),
    [`## Log: the last ${facts.log.length} lines`, ...facts.log.map((line) => lineText(names, line))],
  ]
  return `${parts.map((lines) => lines.map(maskSecrets).join('\n')).join('\n\n')}\n`
}

const holdsNames = 'It holds the names of servers, users and accounts as they are, and no password, passphrase or key.'
const holdsNoNames =
  'Names of servers, people, accounts, keys, folders and addresses are left out: server-1 is the same server everywhere, and "…" stands ' +
  'for words that might name somebody. It holds no password, passphrase or key.'

const shellWords = {
  electron: 'in the application',
  browser: 'in a browser',
  'command line': 'on the command line',
} as const satisfies Record<DiagnosisFacts['shell'], string>

const programPart = ({ version, components, system, shell, hasTray, keychain }: DiagnosisFacts): readonly string[] => [
  '## Program',
  `- Postern ${version}, asked ${shellWords[shell]}`,
  `- stands on: ${components.map((component) => `${component.name} ${component.version}`).join(', ')}`,
  `- system: ${system}`,
  ...(hasTray === undefined ? [] : [`- system tray: ${hasTray ? 'yes' : 'no'}`]),
  `- keychain: ${keychain}`,
]

const settingsPart = ({ settings }: DiagnosisFacts): readonly string[] => [
  '## Settings',
  // The settings are switches and numbers, without any text of the person's.
  ...(settings === undefined ? ['None.'] : Object.entries(settings).map(([name, value]) => `- ${name}: ${String(value)}`)),
]

/** Characters of one line. A stack trace is longer, and is only in the log itself. */
const longestLine = 600

const lineText = (names: Names, { time, level, pid, account, entry, failure }: WrittenLogLine): string => {
  const about = failure === undefined ? '' : `; ${failureLine(names, failure)}`
  const subject = account === undefined ? '' : `${names.of('account', account)}: `
  return printable(`${names.within(time)} ${level} [${pid}] ${subject}${entryText(names, entry)}${about}`).slice(0, longestLine)
}
