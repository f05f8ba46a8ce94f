import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Of the unit tests, those of what the operating system does differently. */
const touchingTheSystem = [
  'main/{control,data-folder,vault}/*.test.ts',
  'main/accounts/create-account-store.test.ts',
  'main/discover/{create-discover,cygwin-*}.test.ts',
  'main/known-hosts/known-hosts-file.test.ts',
  'main/local-peer/{peer-program,tcp-table}.test.ts',
  'main/shells/electron/log-in-item.test.ts',
  'main/ssh/forward/bind-port.test.ts',
  'main/connections/agent-addresses.test.ts',
]

/** The files that take longest, in that order. */
const longest = [
  'e2e/window/axe.spec.ts',
  'e2e/drops.spec.ts',
  'main/accounts/import/read-import-fuzz.real.test.ts',
  'e2e/mail-tls.spec.ts',
  'main/shells/cli/postern.real.test.ts',
  'e2e/window/setup-ways.spec.ts',
  'e2e/window/setup-imports.spec.ts',
  'e2e/window/prompts.spec.ts',
  'main/identities/restricted-key.real.test.ts',
  'e2e/window/keyboard.spec.ts',
  'e2e/window/setup.spec.ts',
  'bench/rows.real.test.ts',
]

/** Begins with the longest files, so that none of them runs on alone at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = longest.findIndex((file) => moduleId.endsWith(`/${file}`))
      return place === -1 ? longest.length : place
    }
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}

/**
 * Five projects. `unit` needs nothing but Node and runs in `npm run check`. `real` drives real daemons and clients (sshd, dovecot,
 * exim, fetchmail, gnome-keyring …): such a file is named `*.real.test.ts` beside what it tests, or `*.spec.ts` in e2e/. `electron`
 * drives the built window in a real Electron on a desktop (`npm run e2e:electron`), and `windows` drives Postern in Node for Windows
 * (`npm run e2e:windows`), where one of its specs runs `on-windows`; these are no part of `npm test`.
 *
 * Files run side by side: each has folders, ports, servers, keyrings and network namespaces of its own (main/testing), and no test asserts the
 * clock's speed. Those of `electron` alone run one after another, since there is one desktop.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{contract,words,main,preload,renderer,bench,build-tools}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.{real,windows}.test.ts', '**/node_modules/**'],
          // They keep the processors busy.
          maxWorkers: availableParallelism(),
          // A file takes the modules that the files before it have loaded, which halves the time; so no test may leave a module changed.
          isolate: false,
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'real',
          include: ['main/**/*.real.test.ts', 'bench/**/*.real.test.ts', 'e2e/**/*.spec.ts'],
          exclude: ['e2e/{electron,windows}/**'],
          // They wait for servers, browsers and timers for more than half of their time.
          maxWorkers: Math.ceil(1.5 * availableParallelism()),
          // After the unit tests, which have another number of workers.
          sequence: { groupOrder: 1 },
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
