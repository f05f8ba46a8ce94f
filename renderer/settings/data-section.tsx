import { Copyable } from '../components/copy-button.tsx'
import { Section } from '../layout/page.tsx'
import { useWindowState } from '../state/window-state.ts'
import { useWords } from '../state/words.tsx'
import './data-section.css'

const contents = [
  { file: 'settings.json', name: 'settings' },
  { file: 'keys', name: 'keys' },
  { file: 'known_hosts', name: 'knownHosts' },
  { file: 'traffic.json', name: 'traffic' },
  { file: 'logs', name: 'logs' },
] as const

/** Where Postern keeps what it keeps, and how the keychain is. */
export const DataSection = () => {
  const { t } = useWords()
  const { dataFolder, keychain } = useWindowState((state) => state.about)
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
      <h3>{t('settings.keychain.title')}</h3>
      <p>{t(`settings.keychain.${keychain}`)}</p>
    </Section>
  )
}
