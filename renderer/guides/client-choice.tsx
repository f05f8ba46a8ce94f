import { useState } from 'react'
import type { GuideClient } from '../../contract/guide.ts'
import { Button } from '../components/button.tsx'
import { RadioInput } from '../components/radio-input.tsx'
import { useWindowState } from '../state/window-state.ts'
import { useWords } from '../state/words.tsx'
import { clientChoices } from './client-choices.ts'

/** The mail apps of a terminal, which a person may not know by their names. */
const programs = ['fetchmail', 'getmail', 'imapfilter', 'mbsync', 'msmtp', 'mutt', 'offlineimap', 's-nail'] as const
const isProgram = (client: GuideClient): client is (typeof programs)[number] => programs.some((program) => program === client)

/** The choice of the mail app: the likely ones of this computer, and the others after a click. */
export const ClientChoice = ({
  value,
  isLabelSeen,
  onChange,
}: {
  readonly value: GuideClient
  readonly isLabelSeen: boolean
  readonly onChange: (client: GuideClient) => void
}) => {
  const { t } = useWords()
  const platform = useWindowState(({ about }) => about.platform)
  const { likely, others } = clientChoices(platform)
  const [isOpened, setOpened] = useState(!likely.includes(value))
  // The address of the page may name one of the others.
  const isAll = isOpened || !likely.includes(value)
  return (
    <div className="guide-choice">
      <RadioInput
        label={t('guide.which')}
        isLabelSeen={isLabelSeen}
        choices={[...likely, ...(isAll ? others : [])].map((client) => ({
          value: client,
          name: t(`guides.client.${client}`),
          ...(isProgram(client) ? { description: t(`guide.use.${client}`) } : {}),
        }))}
        value={value}
        onChange={onChange}
      />
      {!isAll && (
        <div>
          <Button look="quiet" onPress={() => setOpened(true)}>
            {t('guide.all', { count: others.length })}
          </Button>
        </div>
      )}
    </div>
  )
}
