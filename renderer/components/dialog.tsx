import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import './dialog.css'

/**
 * A question over the window. Focus goes into it and comes back afterwards; Escape calls `onClose`. A dialog that only a button may close
 * has no `onClose`.
 */
export const Dialog = ({
  title,
  onClose,
  isAlert = false,
  isWide = false,
  children,
}: {
  readonly title: string
  readonly onClose: (() => void) | undefined
  /** An alert: it interrupts the person. */
  readonly isAlert?: boolean
  /** For text that is read in lines. */
  readonly isWide?: boolean
  readonly children: ReactNode
}) => (
  <ModalOverlay
    className="dialog-overlay"
    isOpen
    isKeyboardDismissDisabled={onClose === undefined}
    onOpenChange={(isOpen) => {
      if (!isOpen) onClose?.()
    }}
  >
    <Modal className={`dialog-modal${isWide ? ' dialog-wide' : ''}`}>
      <AriaDialog className="dialog" role={isAlert ? 'alertdialog' : 'dialog'}>
        <Heading slot="title" level={1}>
          {title}
        </Heading>
        {children}
      </AriaDialog>
    </Modal>
  </ModalOverlay>
)

/** The buttons at the foot of a dialog or a form. The button for the next step comes last. */
export const Acts = ({ children }: { readonly children: ReactNode }) => <div className="dialog-acts">{children}</div>
