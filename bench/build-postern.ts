import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Builds postern-forward.ts with the bundler of the shipped product and returns the path of the built file. tsx, which runs the rest of the
 * bench, would add a call to every function that is created. The built file lies under node_modules, so that it finds packages.
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
