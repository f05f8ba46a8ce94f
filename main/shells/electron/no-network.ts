import type { CommandLine, Session, WebContents } from 'electron'
import { partsOf } from './app-address.ts'

// `devtools:` is the inspector's own, which only a build that is not packaged has.
const localSchemes: readonly string[] = ['app:', 'data:', 'blob:', 'devtools:']

/** Whether the window may load this address: only addresses that need no network, and no file: addresses. */
export const staysInside = (address: string): boolean => localSchemes.includes(partsOf(address)?.protocol ?? '')

/**
 * Stops Chromium's name look-ups. Only main's Node connects to servers, with a resolver of its own.
 *
 * SECURITY: no content security policy covers a DNS prefetch, by which a page could send out what it shows.
 */
export const resolveNothing = (commandLine: CommandLine): void => commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')

/** SECURITY: the second defence behind the policy, in case a page gets around the policy. */
export const blockRequests = (session: Session): void =>
  session.webRequest.onBeforeRequest((details, decide) => decide({ cancel: !staysInside(details.url) }))

/** SECURITY: the policy and the filter of requests do not cover WebRTC; without UDP it has no connection. */
export const blockWebRtc = (contents: WebContents): void => contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')

/**
 * Turns the spell checker off. With a language it fetches the word list of that language as soon as the session has a window, and neither
 * `spellcheck: false` of the window nor `setSpellCheckerEnabled(false)` prevents that.
 */
export const checkNoSpelling = (session: Session): void => {
  session.setSpellCheckerLanguages([])
  session.setSpellCheckerEnabled(false)
}
