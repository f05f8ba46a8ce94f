import { draftOfValues, type AccountValues } from './account-values.ts'

// A tunnel does not use the account's name, the labels, the values for the guides, the facts about the mail servers and the forwards that are off.
const usedByTunnel = (values: AccountValues): string => {
  const draft = draftOfValues({
    ...values,
    name: '',
    mailAddress: '',
    mailUser: '',
    keepsMailTls: undefined,
    forwards: values.forwards.filter(({ enabled }) => enabled).map((forward) => ({ ...forward, label: '', mailServer: undefined })),
  })
  return JSON.stringify(draft)
}

/** Whether a tunnel with the values `before` must reconnect for the values `after`. */
export const changesConnection = (before: AccountValues, after: AccountValues): boolean =>
  usedByTunnel(before) !== usedByTunnel(after)
