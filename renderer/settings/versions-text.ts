import type { About } from '../../contract/about.ts'

/** The versions for a report, one a line: Postern's, then those of its components, then the system. */
export const versionsText = ({ version, components, platform }: Pick<About, 'version' | 'components' | 'platform'>): string =>
  [`Postern ${version}`, ...components.map((component) => `${component.name} ${component.version}`), platform]
    .map((line) => `${line}\n`)
    .join('')
