import type { Scene } from './stage.ts'

/** What Postern protects: mail servers on the SSH server itself, elsewhere and with TLS of their own behind a jump host, and none. */
export const protects: Scene = {
  name: 'what Postern protects',
  sharesWindow: true,
  play: async ({ open, show, harness }) => {
    const { t, goTo } = await open('accounts')
    for (const [name, state] of [
      ['Home', 'same-machine'],
      ['Archive', 'elsewhere'],
      ['Notary', 'without-ports'],
    ] as const) {
      await goTo(`/accounts/${harness.accountIds[name]}/protects`, t('protects.titleOf', { account: name }))
      await show(`protects-${state}`)
    }
  },
}
