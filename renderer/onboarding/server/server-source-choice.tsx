import type { FoundOnComputer } from '../../../contract/imported-account.ts'
import { RadioInput, type RadioChoice } from '../../components/radio-input.tsx'
import { useWords } from '../../state/words.tsx'
import type { Server } from './propose-server.ts'

type ServerSource = Server['way']

/** The choice of the server's source: at most three, the likely one first. */
export const ServerSourceChoice = ({
  way,
  found,
  onChange,
}: {
  readonly way: ServerSource
  /** The places of this computer that hold a server. */
  readonly found: readonly FoundOnComputer[]
  readonly onChange: (way: ServerSource) => void
}) => {
  const { t } = useWords()
  const origins = [...new Set(found.map(({ origin }) => t(`import.origin.${origin}`)))].join(', ')
  const choices: readonly RadioChoice<ServerSource>[] = [
    ...(found.length === 0
      ? []
      : [{ value: 'found', name: t('setup.server.way.found'), description: t('setup.server.wayUse.found', { origins }) } as const]),
    { value: 'type', name: t('setup.server.way.type'), description: t('setup.server.wayUse.type') },
    { value: 'paste', name: t('setup.server.way.paste'), description: t('setup.server.wayUse.paste') },
  ]
  return <RadioInput label={t('setup.server.title')} isLabelSeen={false} choices={choices} value={way} onChange={onChange} />
}
