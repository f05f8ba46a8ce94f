import { defineConfig } from 'vitest/config'

/**
 * Two projects. `unit` needs nothing but Node and runs in `npm run check`. `real` drives real daemons and clients (sshd, dovecot,
 * exim, fetchmail, gnome-keyring …): such a file is named `*.real.test.ts` beside what it tests, or `*.spec.ts` in e2e/.
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
          testTimeout: 90_000,
          hookTimeout: 90_000,
          globalSetup: ['main/testing/real-setup.ts'],
        },
      },
    ],
  },
})
