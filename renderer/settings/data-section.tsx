import { Copyable } from '../components/copy-button.tsx'
import { Section } from '../layout/page.tsx'
import { useWindowState } from '../state/window-state.ts'
import { useWords } from '../state/words.tsx'
import './data-section.css'

const contents = [
  { file: 'settings.json', name: 'settings' },
  { file: 'keys', name: 'keys' },
  { file: 'known_hosts', name: 'knownHosts' },
  { file: 'certificates.json', name: 'certificates' },
  { file: 'traffic.json', name: 'traffic' },
  { file: 'logs', name: 'logs' },
] as const

/** The folder of Postern's data. */
export const DataSection = () => {
  const { t } = useWords()
  const dataFolder = useWindowState((state) => state.about.dataFolder)
  return (
    <Section title={t('settings.data.title')}>
      <p>{t('settings.data.about')}</p>
      <Copyable text={dataFolder} what={t('settings.data.path')} />
      <dl className="data-section-contents">
        {contents.map(({ file, name }) => (
          <div key={file}>
            <dt>
              <code>{file}</code>
            </dt>
            <dd>{t(`settings.data.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}

/** The state of the keychain for the secrets that Postern is to remember. */
export const KeychainSection = () => {
  const { t } = useWords()
  const keychain = useWindowState((state) => state.about.keychain)
  return (
    <Section title={t('settings.keychain.title')}>
      <p>{t(`settings.keychain.${keychain}`)}</p>
    </Section>
  )
}
