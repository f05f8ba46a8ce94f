import { defineConfig } from 'vitest/config'

/**
 * Three projects. `unit` needs nothing but Node and runs in `npm run check`. `real` drives real daemons and clients (sshd, dovecot,
 * exim, fetchmail, gnome-keyring …): such a file is named `*.real.test.ts` beside what it tests, or `*.spec.ts` in e2e/. `electron`
 * drives the built window in a real Electron on a desktop (`npm run e2e:electron`), and is no part of `npm test`.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{contract,words,main,preload,renderer,bench,build-tools}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.real.test.ts', '**/node_modules/**'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'real',
          include: ['main/**/*.real.test.ts', 'bench/**/*.real.test.ts', 'e2e/**/*.spec.ts'],
          exclude: ['e2e/electron/**'],
          testTimeout: 90_000,
          hookTimeout: 90_000,
          globalSetup: ['main/testing/real-setup.ts'],
        },
      },
      {
        test: {
          name: 'electron',
          include: ['e2e/electron/**/*.spec.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
})
