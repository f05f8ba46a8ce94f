import { useState, type ReactNode } from 'react'
import { get, useFormState, type FieldPath } from 'react-hook-form'
import { Disclosure } from '../../components/disclosure.tsx'
import type { AccountValues } from './account-values.ts'

/** Fields that few people need, in a disclosure. It opens by itself if one of `fields` is wrong. */
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
    <Disclosure title={title} level={level} isOpen={isOpen || isWrong} onOpenChange={setOpen}>
      {children}
    </Disclosure>
  )
}
