import { draftOfValues, type AccountValues } from './account-values.ts'

// A tunnel uses neither the names that a person reads, nor what the guides tell a mail app, nor the forwards that are off.
const usedByTunnel = (values: AccountValues): string => {
  const draft = draftOfValues({
    ...values,
    name: '',
    mailAddress: '',
    mailUser: '',
    forwards: values.forwards.filter(({ enabled }) => enabled).map((forward) => ({ ...forward, label: '' })),
  })
  return JSON.stringify(draft)
}

/** Whether a tunnel that runs as `before` says must be brought down and up again to run as `after` says. */
export const changesConnection = (before: AccountValues, after: AccountValues): boolean =>
  usedByTunnel(before) !== usedByTunnel(after)
