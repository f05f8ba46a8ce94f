import type { FoundOnComputer, ImportedAccount } from '../../../contract/imported-account.ts'
import { printable } from '../../../words/printable.ts'
import { Disclosure } from '../../components/disclosure.tsx'
import { Section } from '../../layout/page.tsx'
import { useWords } from '../../state/words.tsx'
import './found-places.css'
import { ImportedView } from './imported-view.tsx'

/** The servers that other programs of this computer know, place by place. */
export const FoundPlaces = ({
  places,
  isNotOne,
  onUse,
}: {
  readonly places: readonly FoundOnComputer[]
  /** Whether the person pressed Continue while there was more than one server to choose from. */
  readonly isNotOne: boolean
  readonly onUse: (imported: ImportedAccount) => void
}) => {
  const { t } = useWords()
  const isOnlyOne = places.flatMap(({ accounts }) => accounts).length === 1
  return (
    <>
      {places.map(({ origin, place, accounts }) => (
        <Section key={`${origin} ${place}`} title={t(`import.origin.${origin}`)}>
          <p className="quiet">
            <code>{printable(place)}</code>
          </p>
          <div>
            {accounts.map((account, at) => (
              <Disclosure key={at} title={t('setup.server.found', namesOf(account))} isOpenAtFirst={isOnlyOne}>
                <ImportedView imported={account} onUse={() => onUse(account)} />
              </Disclosure>
            ))}
          </div>
        </Section>
      ))}
      <p role="alert" className="found-places-wrong">
        {isNotOne && t('setup.server.chooseOne')}
      </p>
    </>
  )
}

const namesOf = ({ name, host = '', user }: ImportedAccount): { readonly name: string; readonly server: string } => ({
  name: printable(name),
  server: printable(user === undefined ? host : `${user}@${host}`),
})
