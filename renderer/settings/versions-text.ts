import type { About } from '../../contract/about.ts'

/** What runs, one a line, for a report: Postern first, then what it stands on, then the system. */
export const versionsText = ({ version, components, platform }: Pick<About, 'version' | 'components' | 'platform'>): string =>
  [`Postern ${version}`, ...components.map((component) => `${component.name} ${component.version}`), platform]
    .map((line) => `${line}\n`)
    .join('')
