import type { Account } from '../../../contract/account.ts'
import { sshExport, type ExportInput } from './ssh-export.ts'

/**
 * Returns the account as a Host block for ~/.ssh/config (ssh_config(5)). Its alias is the account's name with a dash for each blank,
 * because a blank ends a pattern in a Host line.
 */
export const hostBlock = (account: Account, parts: ExportInput): string => {
  const lines = sshExport(account, parts).map(
    ([keyword, ...values]) => `    ${[keyword, ...values.map((value) => configValue(keyword, value))].join(' ')}`,
  )
  return `${[`Host ${aliasOf(account)}`, ...lines].join('\n')}\n`
}

/** The alias that a person types after `ssh`. */
export const aliasOf = ({ name }: Pick<Account, 'name'>): string => name.replace(/\s+/g, '-')

// The keywords in whose values ssh expands tokens (ssh_config(5), "TOKENS").
const withTokens: ReadonlySet<string> = new Set(['HostName', 'IdentityFile', 'ProxyJump'])

/** Quotes a value that a blank or a `#` would end, and doubles a `%` that ssh would read as a token. */
const configValue = (keyword: string, value: string): string => {
  const plain = withTokens.has(keyword) ? value.replaceAll('%', '%%') : value
  return /[\s#=]/.test(plain) ? `"${plain}"` : plain
}
