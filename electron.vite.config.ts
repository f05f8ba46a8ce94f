import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { licencesPlugin } from './build-tools/licences/licences-plugin.ts'

/** Main holds three entries over one core: Electron's, the command line's, which runs on plain Node, and the one that chooses (`npm start`). */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      rolldownOptions: {
        input: {
          index: 'main/index.ts',
          postern: 'main/postern.ts',
          start: 'main/start.ts',
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
      // Every command of a person loads these at its start, and they are 240 files outside the bundle.
      externalizeDeps: { exclude: ['zod', 'conf'] },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // Sandboxed, it can require nothing but Electron: zod comes along.
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: 'preload/preload.ts' },
        // A sandboxed preload can only be one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react(), licencesPlugin({ file: 'out/main/licences.json' })],
    build: {
      outDir: 'out/renderer',
      rolldownOptions: {
        // The page's side of the browser shell's bridge is built along with the window, so that they share what both stand on. The shell
        // puts it into the page by its name; Electron's page does not load it.
        input: { index: 'renderer/index.html', postern: 'preload/browser.ts' },
        output: { entryFileNames: ({ name }) => (name === 'postern' ? '[name].js' : 'assets/[name]-[hash].js') },
      },
    },
  },
})
