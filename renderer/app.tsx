import { RouterProvider } from 'react-aria-components'
import { Redirect, Route, Router, Switch } from 'wouter'
import { useHashLocation } from 'wouter/use-hash-location'
import { AccountPage } from './accounts/account-page.tsx'
import { AccountsPage } from './accounts/accounts-page.tsx'
import { AccountEditorPage, NewAccountPage } from './accounts/editor/account-editor-page.tsx'
import { Button } from './components/button.tsx'
import { FailureNotice } from './components/notice.tsx'
import { Toasts } from './components/toasts.tsx'
import { ExportPage } from './export/export-page.tsx'
import { GuidePage } from './guides/guide-page.tsx'
import { CertificatesPage } from './certificates/certificates-page.tsx'
import { RefusedCertificatePage } from './certificates/refused-certificate-page.tsx'
import { ChangedHostKeyPage } from './host-trust/changed-host-key-page.tsx'
import { KnownHostsPage } from './host-trust/known-hosts-page.tsx'
import { KeysPage } from './keys/keys-page.tsx'
import { LogPage } from './log/log-page.tsx'
import { Questions } from './prompts/questions.tsx'
import { SetupPage } from './onboarding/setup-page.tsx'
import { ProtectsPage } from './protects/protects-page.tsx'
import { AboutPage } from './settings/about-page.tsx'
import { SettingsPage } from './settings/settings-page.tsx'
import { useTheme } from './state/use-theme.ts'
import { useWindowStore } from './state/window-state.ts'
import { useWords, WordsProvider } from './state/words.tsx'
import { TrafficHistoryPage } from './traffic/traffic-history-page.tsx'
import './app.css'
import { Disconnected } from './layout/disconnected.tsx'
import { NoTrayNotice } from './layout/no-tray-notice.tsx'
import { Page } from './layout/page.tsx'
import { Sidebar } from './layout/sidebar.tsx'
import { useAskedPlace } from './layout/use-asked-place.ts'
import { useKeptFocus } from './layout/use-kept-focus.ts'
import { WindowBar } from './layout/window-bar.tsx'

const Places = () => {
  const { t } = useWords()
  useAskedPlace()
  return (
    <div className="app-window">
      <a
        className="app-skip"
        href="#content"
        onClick={(event) => {
          // The URL's hash is the window's place, so the skip link moves the focus by itself.
          event.preventDefault()
          document.getElementById('content')?.focus()
        }}
      >
        {t('nav.skip')}
      </a>
      <WindowBar />
      <Sidebar />
      <main className="app-content" id="content" tabIndex={-1}>
        <NoTrayNotice />
        <Switch>
          <Route path="/" component={AccountsPage} />
          <Route path="/accounts/new" component={NewAccountPage} />
          <Route path="/accounts/:id/edit">{({ id }) => <AccountEditorPage key={id} accountId={id} />}</Route>
          <Route path="/accounts/:id/traffic">{({ id }) => <TrafficHistoryPage key={id} accountId={id} />}</Route>
          <Route path="/accounts/:id/protects">{({ id }) => <ProtectsPage key={id} accountId={id} />}</Route>
          <Route path="/accounts/:id/host-key">{({ id }) => <ChangedHostKeyPage key={id} accountId={id} />}</Route>
          <Route path="/accounts/:id/certificate">{({ id }) => <RefusedCertificatePage key={id} accountId={id} />}</Route>
          <Route path="/accounts/:id/guide/:client?">
            {({ id, client }) => <GuidePage key={id} accountId={id} name={client} />}
          </Route>
          <Route path="/accounts/:id/export">{({ id }) => <ExportPage key={id} accountId={id} />}</Route>
          <Route path="/accounts/:id">{({ id }) => <AccountPage key={id} accountId={id} />}</Route>
          <Route path="/setup/:step?">{({ step }) => <SetupPage name={step} />}</Route>
          <Route path="/known-hosts" component={KnownHostsPage} />
          <Route path="/certificates" component={CertificatesPage} />
          <Route path="/keys" component={KeysPage} />
          <Route path="/log">
            <LogPage />
          </Route>
          <Route path="/log/:account">{({ account }) => <LogPage key={account} accountName={account} />}</Route>
          <Route path="/settings" component={SettingsPage} />
          <Route path="/about" component={AboutPage} />
          <Route>
            <Redirect to="/" />
          </Route>
        </Switch>
      </main>
      <Questions />
      <Toasts />
    </div>
  )
}

/**
 * The window before main has answered, or if main could not answer. A failure that main reports only once, such as a damaged file, is shown
 * here first.
 */
const Waiting = () => {
  const { t } = useWords()
  const { failure, again } = useWindowStore()
  return (
    <main className="app-content">
      <Page title="Postern">
        {failure === undefined ? (
          <p className="quiet">{t('window.loading')}</p>
        ) : (
          <FailureNotice failure={failure}>
            <Button look="act" onPress={() => again?.()}>
              {t('window.goOn')}
            </Button>
          </FailureNotice>
        )}
      </Page>
    </main>
  )
}

export const App = () => {
  useTheme()
  useKeptFocus()
  const isReady = useWindowStore(({ phase }) => phase === 'ready')
  return (
    <WordsProvider>
      {isReady ? (
        <Router hook={useHashLocation}>
          <Links />
        </Router>
      ) : (
        <Waiting />
      )}
      <Disconnected />
    </WordsProvider>
  )
}

/** Makes links of react-aria-components navigate by wouter. */
const Links = () => {
  const [, go] = useHashLocation()
  return (
    <RouterProvider navigate={go}>
      <Places />
    </RouterProvider>
  )
}
