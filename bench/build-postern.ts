import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Builds postern-forward.ts by the tool that builds what ships, and gives the path of the outcome: tsx, which runs the rest of the
 * bench, names every function anew each time that it is made. The outcome lies under node_modules, so that packages are found.
 */
export const buildPostern = async (): Promise<string> => {
  const outDir = path.join(root, 'node_modules/.cache/postern-bench')
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    build: {
      ssr: path.join(root, 'bench/postern-forward.ts'),
      outDir,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'postern-forward.mjs' } },
    },
  })
  return path.join(outDir, 'postern-forward.mjs')
}
