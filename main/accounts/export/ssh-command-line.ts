import { quote } from 'shell-quote'
import type { Account } from '../../../contract/account.ts'
import { sshExport, type ExportInput } from './ssh-export.ts'

/** Returns an `ssh` command line for a POSIX shell, which opens the account's ports and runs nothing on the server (`-N`). */
export const sshCommandLine = (account: Account, parts: ExportInput): string =>
  ['ssh', '-N', ...sshExport(account, parts).flatMap(argumentsOf), destinationOf(account)].map(quoted).join(' ')

// Words without special characters stay unquoted: shell-quote would put a backslash before each = and each colon.
const quoted = (argument: string): string => (/^[\w@%+=:,./-]+$/.test(argument) ? argument : quote([argument]))

const destinationOf = ({ user, host }: Account): string => `${user}@${host}`

const argumentsOf = ([keyword, ...values]: readonly [string, ...string[]]): readonly string[] => {
  const [value = ''] = values
  switch (keyword) {
    case 'HostName':
    case 'User':
      return []
    case 'Port':
      return value === '22' ? [] : ['-p', value]
    case 'IdentityFile':
      // ssh expands tokens only after it has looked for the file of -i, but before it looks for that of -o: only there can a % be doubled.
      return value.includes('%') ? ['-o', `IdentityFile="${value.replaceAll('%', '%%')}"`] : ['-i', value]
    case 'ProxyJump':
      return ['-J', value]
    case 'Compression':
      return ['-C']
    case 'LocalForward':
      return ['-L', values.join(':')]
    default:
      return ['-o', `${keyword}=${value}`]
  }
}
