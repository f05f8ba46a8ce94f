/** Every "never" of the architecture, as a rule with its reason. `npm run check:rules` runs it; docs/architecture.md explains it. */
const never = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to })

/** The rooms of main/, from the top: each may use those below it and none above. Rooms of one row may use each other, without a cycle. */
const rooms = [
  ['shells'],
  ['window'],
  ['requests'],
  ['compose.ts', 'core.ts'],
  ['diagnosis', 'traffic', 'control', 'discover'],
  ['tunnels'],
  ['key-install'],
  ['connections'],
  ['identities', 'accounts'],
  ['mail'],
  ['keys', 'known-hosts', 'local-peer', 'network'],
  ['ssh'],
  ['vault', 'data-folder'],
]
/** The layers of main/ssh, which are those of RFC 4251 over what touches ssh2 itself. */
const layers = [['forward'], ['channel'], ['userauth'], ['transport'], ['ssh2']]
const pathOf = (folder, names) =>
  `^${folder}/(${names.map((name) => (name.endsWith('.ts') ? `${name.replace('.', '\\.')}$` : `${name}/`)).join('|')})`

const tests = '(\\.test\\.tsx?$|\\.spec\\.ts$|^(main|renderer)/testing/|^e2e/|^bench/)'
/** A rule for each row but the highest: it imports nothing of the rows above it. */
const order = (name, folder, rows) =>
  rows
    .slice(1)
    .map((names, row) =>
      never(
        `${name}-${names.map((room) => room.replace('.ts', '')).join('-')}`,
        `${folder} is built from the bottom up (docs/architecture.md, Rooms): what is above uses what is below.`,
        { path: pathOf(folder, names), pathNot: tests },
        { path: pathOf(folder, rows.slice(0, row + 1).flat()) },
      ),
    )

module.exports = {
  forbidden: [
    never(
      'contract-imports-zod-only',
      'Both sides share contract/, so it may bring nothing along but zod.',
      { path: '^contract/', pathNot: '\\.test\\.ts$' },
      { pathNot: ['^contract/', '^node_modules/zod/'] },
    ),
    never(
      'words-are-values',
      'Every shell and the window say the same words: words/ turns values into text and reaches for nothing.',
      { path: '^words/', pathNot: '\\.test\\.ts$' },
      { pathNot: ['^words/', '^contract/', '^assets/locales/', '^node_modules/i18next/'] },
    ),
    never(
      'renderer-is-untrusted',
      'The window draws untrusted text: it reaches main only through window.postern.',
      { path: '^renderer/' },
      { path: ['^main/', '^preload/', '^node_modules/electron/'] },
    ),
    never(
      'renderer-has-no-node',
      'The window is sandboxed; Node modules do not exist there.',
      { path: '^renderer/', pathNot: '\\.test\\.tsx?$' },
      { dependencyTypes: ['core'] },
    ),
    never(
      'preload-is-thin',
      'A sandboxed preload exposes window.postern and nothing else.',
      { path: '^preload/', pathNot: '\\.test\\.ts$' },
      { pathNot: ['^preload/', '^contract/', '^node_modules/(electron|zod)/'] },
    ),
    never(
      'electron-in-its-shell',
      'The core runs under Node, in a browser shell and in tests; only the Electron shell may know Electron.',
      {
        path: '^(main|contract|words|renderer|bench|e2e)/',
        pathNot: ['^main/index\\.ts$', '^main/shells/electron/', '\\.test\\.ts$', '^e2e/electron/.*\\.cjs$'],
      },
      { path: '^node_modules/(electron|electron-store|electron-log)/' },
    ),
    never(
      'ssh2-in-the-engine',
      'ssh2 has dangerous defaults; each is guarded once, in main/ssh.',
      {
        path: '^(main|contract|renderer|preload|bench|e2e)/',
        pathNot: ['^main/ssh/', '^main/testing/', '\\.test\\.ts$', '^bench/'],
      },
      { path: '^node_modules/(ssh2|@types/ssh2)/' },
    ),
    never(
      'engine-knows-no-room',
      'The engine takes values and gives events; it knows no account, no disk and no shell.',
      { path: '^main/ssh/', pathNot: '\\.test\\.ts$' },
      { path: '^main/(?!ssh/)' },
    ),
    ...order('order-of-rooms', 'main', rooms),
    ...order('order-of-layers', 'main/ssh', layers),
    never(
      'renderer-app-on-top',
      'The application puts the screens together; a screen that knows it is no part of it.',
      { path: '^renderer/(?!main\\.tsx$|app\\.tsx$)', pathNot: tests },
      { path: '^renderer/(app|main)\\.tsx$' },
    ),
    never(
      'components-know-no-screen',
      'Components are the parts that screens are made of, and so is the state that they draw.',
      { path: '^renderer/(components|state)/', pathNot: tests },
      { path: '^renderer/(?!(components|state|styles)/|postern-client\\.ts$)' },
    ),
    never(
      'shell-knows-no-other-shell',
      'What two shells share belongs in the core.',
      { path: '^main/shells/([^/]+)/', pathNot: tests },
      { path: '^main/shells/([^/]+)/', pathNot: '^main/shells/$1/' },
    ),
    never(
      'shell-knows-no-engine',
      'A shell speaks to the services; the engine is theirs to drive.',
      { path: '^main/shells/', pathNot: tests },
      { path: '^main/ssh/' },
    ),
    never(
      'production-never-imports-testing',
      'Fakes and servers for tests must not ship.',
      { path: '^(contract|words|main|preload|renderer)/', pathNot: tests },
      { path: ['^(main|renderer)/testing/', '^e2e/', '^bench/', '^build-tools/', '\\.test\\.tsx?$'] },
    ),
    never('no-cycle', 'A cycle means two files are one job, or one job is in two places.', {}, { circular: true }),
    never(
      'no-orphan',
      'A file nobody reaches is dead.',
      {
        orphan: true,
        pathNot: [
          '\\.d\\.ts$',
          '^[^/]+\\.(ts|js|cjs)$',
          tests,
          '^renderer/main\\.tsx$',
          '^preload/(preload|browser)\\.ts$',
          '^main/index\\.ts$',
        ],
      },
      {},
    ),
    never(
      'no-undeclared-package',
      'What ships must be pinned in package.json.',
      {},
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    ),
    never(
      'no-dev-package-in-production',
      'A development dependency is not there when Postern runs.',
      { path: '^(contract|words|main|preload)/', pathNot: tests },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: ['^node_modules/(electron|@types)/'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.json'],
    },
  },
}
