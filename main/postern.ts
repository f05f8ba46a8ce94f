#!/usr/bin/env node
import { runPostern } from './run-postern.ts'

process.exitCode = await runPostern(process.argv.slice(2), import.meta.dirname)
