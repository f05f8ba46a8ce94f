import type { Translate } from '../../../../words/translate.ts'
import type { AccountAct, AccountLine } from './account-lines.ts'

/** A command of the menu. */
export type TrayCommand =
  | { readonly command: AccountAct; readonly accountId: string }
  | { readonly command: 'connect-all' | 'disconnect-all'; readonly accountIds: readonly string[] }
  | { readonly command: 'open' | 'set-up' | 'settings' | 'quit' }

export type MenuEntry =
  | { readonly kind: 'line' }
  | { readonly kind: 'act'; readonly label: string; readonly isEnabled: boolean; readonly act: TrayCommand }

const separator: MenuEntry = { kind: 'line' }

/** For Electron a single `&` marks an access key, except on macOS. Control characters and direction marks are removed. */
const labelFor =
  (platform: NodeJS.Platform) =>
  (text: string): string =>
    platform === 'darwin' ? text : text.replaceAll('&', '&&')

/** The menu of the icon as a value: each account with its state and its acts, then the acts for all accounts. */
export const trayMenu = (
  lines: readonly AccountLine[],
  { t, platform }: { readonly t: Translate; readonly platform: NodeJS.Platform },
): readonly MenuEntry[] => {
  const label = labelFor(platform)
  const entry = (text: string, act: TrayCommand, isEnabled = true): MenuEntry => ({
    kind: 'act',
    label: label(text),
    isEnabled,
    act,
  })
  const actText = (act: AccountAct, account: string): string =>
    act === 'answer' || act === 'look' ? t(`tray.actOf.${act}`, { account }) : t(`accounts.actOf.${act}`, { account })

  const ofAccount = ({ accountId, name, words, acts }: AccountLine): readonly MenuEntry[] => [
    entry(t('tray.line', { account: name, state: words }), { command: 'look', accountId }),
    ...acts.map((act) => entry(actText(act, name), { command: act, accountId })),
    separator,
  ]
  const all = (command: 'connect-all' | 'disconnect-all', text: string): MenuEntry => {
    const wanted = command === 'connect-all' ? 'connect' : 'disconnect'
    const accountIds = lines.filter(({ acts }) => acts.includes(wanted)).map(({ accountId }) => accountId)
    return entry(text, { command, accountIds }, accountIds.length > 0)
  }

  return [
    ...(lines.length === 0
      ? [entry(t('accounts.none.add'), { command: 'set-up' }), separator]
      : [
          ...lines.flatMap(ofAccount),
          all('connect-all', t('tray.connectAll')),
          all('disconnect-all', t('tray.disconnectAll')),
          separator,
        ]),
    entry(t('tray.open'), { command: 'open' }),
    entry(t('tray.settings'), { command: 'settings' }),
    separator,
    entry(t('tray.quit'), { command: 'quit' }),
  ]
}
