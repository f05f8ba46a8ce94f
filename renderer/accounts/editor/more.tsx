import { useState, type ReactNode } from 'react'
import { get, useFormState, type FieldPath } from 'react-hook-form'
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components'
import type { AccountValues } from './account-values.ts'

/** What few people need, one click away. It opens by itself where one of its `fields` is wrong. */
export const More = ({
  title,
  fields,
  level = 3,
  children,
}: {
  readonly title: string
  readonly fields: readonly FieldPath<AccountValues>[]
  readonly level?: number
  readonly children: ReactNode
}) => {
  const [isOpen, setOpen] = useState(false)
  const { errors } = useFormState<AccountValues>()
  const isWrong = fields.some((field) => get(errors, field) !== undefined)
  return (
    <Disclosure className="editor-more" isExpanded={isOpen || isWrong} onExpandedChange={setOpen}>
      <Heading level={level} className="editor-more-heading">
        <Button slot="trigger" className="editor-more-trigger">
          <svg className="editor-more-mark" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
            <path d="M4 2l4 4-4 4" fill="none" stroke="currentColor" strokeWidth="1.5" />
          </svg>
          {title}
        </Button>
      </Heading>
      <DisclosurePanel className="editor-more-panel">
        <div className="editor-more-fields">{children}</div>
      </DisclosurePanel>
    </Disclosure>
  )
}
