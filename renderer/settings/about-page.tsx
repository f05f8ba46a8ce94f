import { Copyable, CopyButton } from '../components/copy-button.tsx'
import { DiagnosisButton } from '../diagnosis/diagnosis-button.tsx'
import { Page, Section } from '../layout/page.tsx'
import { useWindowState } from '../state/window-state.ts'
import { useWords } from '../state/words.tsx'
import { LicenceList } from './licence-list.tsx'
import { versionsText } from './versions-text.ts'
import './about-page.css'

const mark = new URL('../../assets/mark.svg', import.meta.url).href
const systems = { windows: 'Windows', macos: 'macOS', linux: 'Linux' } as const

/** About Postern: its version, and the work of others that it builds on. */
export const AboutPage = () => {
  const { t } = useWords()
  const about = useWindowState((state) => state.about)
  return (
    <Page title={t('nav.about')} back="/" acts={<DiagnosisButton />}>
      <div className="about-page-head">
        <img src={mark} alt="" width="64" height="64" />
        <div>
          <p className="about-page-name">Postern</p>
          <p className="quiet">{t('about.version', { version: about.version })}</p>
        </div>
      </div>
      <p className="about-page-text">{t('about.tagline')}</p>
      <p className="quiet">{t('about.name')}</p>
      <Section title={t('about.versions')} acts={<CopyButton text={versionsText(about)} what={t('about.allVersions')} />}>
        <dl className="about-page-versions">
          {[{ name: 'Postern', version: about.version }, ...about.components].map(({ name, version }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="mono">{version}</dd>
            </div>
          ))}
          <div>
            <dt>{t('about.platform')}</dt>
            <dd>{systems[about.platform]}</dd>
          </div>
        </dl>
      </Section>
      <Section title={t('settings.data.title')}>
        <Copyable text={about.dataFolder} what={t('settings.data.path')} />
      </Section>
      <Section title={t('about.licence')}>
        <p className="about-page-text">{t('about.own')}</p>
      </Section>
      <LicenceList />
    </Page>
  )
}
