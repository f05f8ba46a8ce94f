import { defineConfig } from 'vitest/config'

/** Of the unit tests, those of what the operating system does differently. */
const touchingTheSystem = [
  'main/{control,data-folder,vault}/*.test.ts',
  'main/accounts/create-account-store.test.ts',
  'main/discover/{create-discover,cygwin-*}.test.ts',
  'main/known-hosts/known-hosts-file.test.ts',
  'main/local-peer/{peer-program,port-holder}.test.ts',
  'main/shells/electron/log-in-item.test.ts',
  'main/ssh/forward/bind-port.test.ts',
  'main/connections/agent-addresses.test.ts',
]

/**
 * Five projects. `unit` needs nothing but Node and runs in `npm run check`. `real` drives real daemons and clients (sshd, dovecot,
 * exim, fetchmail, gnome-keyring …): such a file is named `*.real.test.ts` beside what it tests, or `*.spec.ts` in e2e/. `electron`
 * drives the built window in a real Electron on a desktop (`npm run e2e:electron`), and `windows` drives Postern in Node for Windows
 * (`npm run e2e:windows`), where one of its specs runs `on-windows`; these are no part of `npm test`.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{contract,words,main,preload,renderer,bench,build-tools}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.{real,windows}.test.ts', '**/node_modules/**'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'real',
          include: ['main/**/*.real.test.ts', 'bench/**/*.real.test.ts', 'e2e/**/*.spec.ts'],
          exclude: ['e2e/{electron,windows}/**'],
          testTimeout: 90_000,
          hookTimeout: 90_000,
          globalSetup: ['main/testing/real-setup.ts'],
        },
      },
      {
        test: {
          name: 'electron',
          include: ['e2e/electron/**/*.spec.ts'],
          // There is one desktop with one tray, one pointer and one keyboard.
          fileParallelism: false,
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'windows',
          include: ['e2e/windows/*.spec.ts'],
          // Every command starts Windows' Node, in a journey of several commands to a test.
          testTimeout: 240_000,
          hookTimeout: 240_000,
          globalSetup: ['e2e/windows/setup.ts'],
        },
      },
      {
        test: {
          name: 'on-windows',
          include: [...touchingTheSystem, 'main/**/*.windows.test.ts'],
          exclude: ['**/*.real.test.ts', '**/node_modules/**'],
          testTimeout: 20_000,
        },
      },
    ],
  },
})
