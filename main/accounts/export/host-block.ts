import type { Account } from '../../../contract/account.ts'
import { sshExport, type ExportInput } from './ssh-export.ts'

/**
 * The account as a Host block for ~/.ssh/config (ssh_config(5)). Its alias is the account's name, with a dash for each blank, since a Host
 * line takes a blank for the end of a pattern.
 */
export const hostBlock = (account: Account, parts: ExportInput): string => {
  const lines = sshExport(account, parts).map(
    ([keyword, ...values]) => `    ${[keyword, ...values.map((value) => configValue(keyword, value))].join(' ')}`,
  )
  return `${[`Host ${aliasOf(account)}`, ...lines].join('\n')}\n`
}

/** What a person types behind `ssh`. */
export const aliasOf = ({ name }: Pick<Account, 'name'>): string => name.replace(/\s+/g, '-')

// The keywords in whose values ssh puts tokens (ssh_config(5), "TOKENS").
const withTokens: ReadonlySet<string> = new Set(['HostName', 'IdentityFile', 'ProxyJump'])

/** Quoted where a blank or a `#` would end it; a `%` is doubled where ssh would read a token. */
const configValue = (keyword: string, value: string): string => {
  const plain = withTokens.has(keyword) ? value.replaceAll('%', '%%') : value
  return /[\s#=]/.test(plain) ? `"${plain}"` : plain
}
