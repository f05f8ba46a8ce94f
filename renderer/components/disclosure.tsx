import type { ReactNode } from 'react'
import { Button, Disclosure as AriaDisclosure, DisclosurePanel, Heading } from 'react-aria-components'
import './disclosure.css'

/** Content that few people need, hidden behind its title until a click. */
export const Disclosure = ({
  title,
  level = 2,
  isOpen,
  onOpenChange,
  isOpenAtFirst = false,
  children,
}: {
  readonly title: ReactNode
  readonly level?: number
  /** For a disclosure whose caller controls it. */
  readonly isOpen?: boolean
  readonly onOpenChange?: (isOpen: boolean) => void
  readonly isOpenAtFirst?: boolean
  readonly children: ReactNode
}) => (
  <AriaDisclosure
    className="disclosure"
    defaultExpanded={isOpenAtFirst}
    {...(isOpen === undefined ? {} : { isExpanded: isOpen })}
    {...(onOpenChange === undefined ? {} : { onExpandedChange: onOpenChange })}
  >
    <Heading level={level} className="disclosure-heading">
      <Button slot="trigger" className="disclosure-trigger">
        <svg className="disclosure-mark" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
          <path d="M4 2l4 4-4 4" fill="none" stroke="currentColor" strokeWidth="1.5" />
        </svg>
        {title}
      </Button>
    </Heading>
    <DisclosurePanel className="disclosure-panel">
      <div className="disclosure-content">{children}</div>
    </DisclosurePanel>
  </AriaDisclosure>
)
