import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { contentSecurityPolicy } from '../../../contract/content-security-policy.ts'
import { fileOfAddress } from './app-address.ts'

// SECURITY: every answer has these headers, also a refusal, so that the policy applies to every page and a file is read only as its own
// type.
const guards = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}

const none = (status: 404 | 405): Response => new Response(null, { status, headers: guards })

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

/** The Content-Type of a built file by its name. With `nosniff`, a page cannot use a file without a type here. */
const contentType = (file: string): string => types[path.extname(file).toLowerCase()] ?? 'application/octet-stream'

/** Answers a request for one of the window's files, which stand in `folder`: 404 for no such file, 405 for any method but GET. */
export const answerFile = async (
  { url, method }: { readonly url: string; readonly method: string },
  folder: string,
): Promise<Response> => {
  if (method !== 'GET') return none(405)
  const file = fileOfAddress(url, folder)
  const content = file === undefined ? undefined : await readFile(file).catch(() => undefined)
  if (file === undefined || content === undefined) return none(404)
  return new Response(new Uint8Array(content), { headers: { ...guards, 'content-type': contentType(file) } })
}
