import { Button as AriaButton, Disclosure, DisclosurePanel, Heading } from 'react-aria-components'
import type { Licence } from '../../contract/about.ts'
import { Button } from '../components/button.tsx'
import { FailureNotice } from '../components/notice.tsx'
import { Section } from '../layout/page.tsx'
import { useRequest } from '../state/use-request.ts'
import { useWords } from '../state/words.tsx'
import './licence-list.css'

/** The packages that Postern ships, each with the text of its licence in a disclosure. */
export const LicenceList = () => {
  const { t } = useWords()
  const { answer: licences, failure, again } = useRequest('listLicences', {})
  return (
    <Section title={t('about.licences')}>
      <p>{t('about.licencesAbout')}</p>
      {failure !== undefined && (
        <FailureNotice failure={failure}>
          <Button onPress={again}>{t('common.tryAgain')}</Button>
        </FailureNotice>
      )}
      {licences === undefined && failure === undefined && <p className="quiet">{t('about.licencesLoading')}</p>}
      {licences?.length === 0 && <p className="quiet">{t('about.licencesNone')}</p>}
      {licences !== undefined && licences.length > 0 && (
        <>
          <p className="quiet">{t('about.licencesCount', { count: licences.length })}</p>
          <ul className="licence-list">
            {licences.map((licence) => (
              <li key={`${licence.name}@${licence.version}`}>
                <LicenceRow licence={licence} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  )
}

const LicenceRow = ({ licence: { name, version, licence, text } }: { readonly licence: Licence }) => (
  <Disclosure>
    {({ isExpanded }) => (
      <>
        <Heading level={3} className="licence-list-head">
          <AriaButton slot="trigger" className="licence-list-row">
            <svg className="licence-list-arrow" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
              <path d={isExpanded ? 'M2 4l4 4 4-4' : 'M4 2l4 4-4 4'} fill="none" stroke="currentColor" strokeWidth="1.5" />
            </svg>
            <span className="licence-list-what">
              <span>{name}</span> <span className="quiet mono">{version}</span>{' '}
              <span className="licence-list-licence quiet">{licence}</span>
            </span>
          </AriaButton>
        </Heading>
        <DisclosurePanel>
          {isExpanded && (
            // Focusable, so that the keyboard can scroll long lines.
            <pre className="licence-list-text" role="group" aria-label={name} tabIndex={0}>
              {text}
            </pre>
          )}
        </DisclosurePanel>
      </>
    )}
  </Disclosure>
)
