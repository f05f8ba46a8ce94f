#!/usr/bin/env node
import { homedir } from 'node:os'
import { dataFolder } from '../../data-folder/data-folder.ts'
import { run } from './run.ts'

// A reader that has seen enough (`postern key list | head -1`) closes the pipe; that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

const { env, platform } = process
// SECURITY: what Postern makes is the person's alone, whatever the shell's umask says.
process.umask(0o077)
process.exitCode = await run({
  args: process.argv.slice(2),
  process,
  dataDir: dataFolder({ platform, env, home: homedir() }),
})
