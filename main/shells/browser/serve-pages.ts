import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'
import sirv from 'sirv'
import { contentSecurityPolicy } from '../../../contract/content-security-policy.ts'
import type { Language } from '../../../words/language.ts'
import type { Translate } from '../../../words/translate.ts'
import type { Admission } from './admission.ts'
import { escapeHtml, noticePage } from './notice-page.ts'
import { refusalOf, type Refusal } from './request-rules.ts'

/** The headers of every answer, refusals too. */
const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  // SECURITY: the address contains the token, which must not reach the pages that this page links to.
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Permissions-Policy':
    'camera=(), display-capture=(), geolocation=(), hid=(), microphone=(), payment=(), serial=(), usb=(), clipboard-read=()',
  // The window belongs to one run of Postern: no cache may keep it longer.
  'Cache-Control': 'no-store',
}

/** The path that the build gives preload/browser.ts. */
const pageScriptPath = '/postern.js'

/**
 * The built window's page, with the browser shell's script ahead of its own. Electron's page has no such script. The script shows
 * `disconnected` when the window has lost the connection to Postern.
 */
const windowPage = (html: string, disconnected: string): string => {
  const script = `<script type="module" src="${pageScriptPath}" data-disconnected="${escapeHtml(disconnected)}"></script>`
  if (!html.includes('<head>')) throw new Error('the built window has no <head> to put the bridge in')
  return html.replace('<head>', () => `<head>\n    ${script}`)
}

export interface Pages {
  /** Absolute path of the built window. */
  readonly windowFolder: string
  /** The printed origin: `http://127.0.0.1:40001`. */
  readonly origin: string
  readonly admission: Admission
  readonly language: Language
  readonly t: Translate
}

interface Answer {
  readonly status: number
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

const refusalStatus = { method: 405, host: 403, origin: 403, site: 403 } as const satisfies Record<Refusal, number>

/** The address as a path of ours; undefined where it names another server. */
const pathOf = (request: IncomingMessage, origin: string): URL | undefined => {
  const target = request.url ?? ''
  const url = target.startsWith('/') && URL.canParse(target, origin) ? new URL(target, origin) : undefined
  return url?.origin === origin ? url : undefined
}

/** Answers a browser's HTTP requests: a cookie for the token, and the window's files for the cookie. */
export const createServePages = (pages: Pages): ((request: IncomingMessage, response: ServerResponse) => void) => {
  const { windowFolder, origin, admission, language, t } = pages
  const page = windowPage(readFileSync(path.join(windowFolder, 'index.html'), 'utf8'), t('browser.disconnected'))
  // SECURITY: the files are listed once, here; a path is looked up in that list and never on the disk.
  const serveFile = sirv(windowFolder, { dev: false, etag: true })

  const notice = (status: number, title: string, next: string): Answer => ({
    status,
    body: noticePage({ language, title, next }),
  })
  const unknownBrowser = (): Answer => notice(401, t('browser.unknown.title'), t('browser.unknown.next'))
  const notThere = (): Answer => notice(404, t('browser.notThere.title'), t('browser.notThere.next', { address: `${origin}/` }))

  const exchange = (token: string): Answer => {
    const cookie = admission.exchange(token)
    if (cookie === undefined) return unknownBrowser()
    // Redirects away from the address with the token, so that no address bar keeps it.
    const headers = { Location: '/', 'Set-Cookie': admission.setCookie(cookie) }
    return { status: 303, body: '', headers }
  }

  /** The answer to a request; undefined for a request for one of the window's files. */
  const answerTo = (request: IncomingMessage): Answer | undefined => {
    const refusal = refusalOf(request, origin, false)
    if (refusal !== undefined)
      return notice(refusalStatus[refusal], t('browser.refused.title'), t('browser.refused.next', { address: `${origin}/` }))
    const url = pathOf(request, origin)
    if (url === undefined) return notThere()
    const token = url.searchParams.get('token')
    if (url.pathname === '/' && token !== null && request.method === 'GET') return exchange(token)
    if (!admission.admits(request.headers.cookie)) return unknownBrowser()
    if (url.pathname === '/' || url.pathname === '/index.html') return { status: 200, body: page }
    return undefined
  }

  return (request, response) => {
    response.setHeaders(new Map(Object.entries(securityHeaders)))
    const write = ({ status, body, headers = {} }: Answer): void => {
      response.writeHead(status, {
        ...headers,
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Length': Buffer.byteLength(body),
      })
      response.end(request.method === 'HEAD' ? undefined : body)
    }
    const answer = answerTo(request)
    if (answer === undefined) serveFile(request, response, () => write(notThere()))
    else write(answer)
  }
}
