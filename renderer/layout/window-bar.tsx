import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { Link } from 'wouter'
import { useWords } from '../state/words.tsx'
import { places } from './places.ts'
import './window-bar.css'

/** The head of a narrow window: a link to the accounts, and a menu of the other pages. A wide window has the sidebar instead. */
export const WindowBar = () => {
  const { t } = useWords()
  return (
    <header className="window-bar-bar">
      <Link to="/" className="window-bar-name">
        Postern
      </Link>
      <MenuTrigger>
        <AriaButton className="window-bar-button">{t('nav.menu')}</AriaButton>
        <Popover className="window-bar-popover" placement="bottom end">
          <Menu className="window-bar-menu">
            {places.map(({ path, name }) => (
              <MenuItem key={path} href={path} className="window-bar-item">
                {t(`nav.${name}`)}
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
    </header>
  )
}
