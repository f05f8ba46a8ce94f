import type { CommandLine, Session, WebContents } from 'electron'
import { partsOf } from './app-address.ts'

// `devtools:` is the inspector's own, which only a build that is not packaged has.
const localSchemes: readonly string[] = ['app:', 'data:', 'blob:', 'devtools:']

/** Whether the window may load this address at all: only what does not leave this computer, and no file of it. */
export const staysInside = (address: string): boolean => localSchemes.includes(partsOf(address)?.protocol ?? '')

/**
 * Lets Chromium look up no name. What connects to servers is main's Node, which has a resolver of its own.
 *
 * SECURITY: no content security policy covers a DNS prefetch, by which a page could send out what it shows.
 */
export const resolveNothing = (commandLine: CommandLine): void => commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')

/** SECURITY: the second wall behind the policy, for the day on which a page is found that gets past the first. */
export const blockRequests = (session: Session): void =>
  session.webRequest.onBeforeRequest((details, decide) => decide({ cancel: !staysInside(details.url) }))

/** SECURITY: WebRTC stands under no policy and under no filter of requests; without UDP it reaches nobody. */
export const blockWebRtc = (contents: WebContents): void => contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
